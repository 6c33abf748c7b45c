"""Usage: container-image.py TREE NAME FILE. Makes of a folder an image of one layer that runs nginx, as `docker load` reads it."""

import hashlib
import io
import json
import sys
import tarfile

tree, name, target = sys.argv[1:]
layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w") as archive:
    archive.add(tree, arcname=".")
config = json.dumps(
    {
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "Cmd": ["/usr/sbin/nginx", "-g", "daemon off;"],
            "Env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            "ExposedPorts": {"80/tcp": {}},
            "StopSignal": "SIGQUIT",
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer.getvalue()).hexdigest()]},
    }
).encode()
config_name = hashlib.sha256(config).hexdigest() + ".json"
manifest = json.dumps([{"Config": config_name, "RepoTags": [name], "Layers": ["layer.tar"]}]).encode()
with tarfile.open(target, "w") as archive:
    for path, data in [("manifest.json", manifest), (config_name, config), ("layer.tar", layer.getvalue())]:
        entry = tarfile.TarInfo(path)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
