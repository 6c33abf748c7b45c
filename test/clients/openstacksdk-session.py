"""A whole session by openstacksdk on the cloud whose name is the first argument; says on stdout, as JSON, what it saw."""

import hashlib
import json
import os
import sys

import openstack

cloud = openstack.connect(cloud=sys.argv[1])
disk_format, external = sys.argv[2], sys.argv[3]
zone = sys.argv[4] if len(sys.argv) > 4 else None
placed = {"availability_zone": zone} if zone else {}
seen = {"project": cloud.current_project.name}

data = os.urandom(2_000_000)
image = cloud.image.create_image("sdk-image", data=data, disk_format=disk_format, container_format="bare", validate_checksum=True)
back = cloud.image.download_image(image, stream=False).content
seen["image"] = {
    "status": cloud.image.get_image(image).status,
    "same": hashlib.sha256(back).hexdigest() == hashlib.sha256(data).hexdigest(),
}

network = cloud.network.create_network(name="sdk-net")
subnet = cloud.network.create_subnet(network_id=network.id, name="sdk-sub", ip_version=4, cidr="198.19.9.0/24")
public = cloud.network.find_network(external, ignore_missing=False)
router = cloud.network.create_router(name="sdk-edge", external_gateway_info={"network_id": public.id})
cloud.network.add_interface_to_router(router, subnet_id=subnet.id)
group = cloud.network.create_security_group(name="sdk-web")
for port in (22, 80):
    cloud.network.create_security_group_rule(
        security_group_id=group.id, direction="ingress", ethertype="IPv4", protocol="tcp", port_range_min=port, port_range_max=port
    )
key = cloud.compute.create_keypair(name="sdk-key")
seen["private key"] = "PRIVATE KEY" in key.private_key

flavors = sorted(cloud.compute.flavors(), key=lambda flavor: (flavor.ram, flavor.vcpus))
stock = next(other for other in cloud.image.images() if "debian" in other.name.lower())
small, large = [flavor for flavor in flavors if flavor.disk >= 20][:2]
server = cloud.compute.create_server(
    name="sdk-one",
    image_id=stock.id,
    flavor_id=small.id,
    networks=[{"uuid": network.id}],
    security_groups=[{"name": group.name}],
    key_name=key.name,
    metadata={"role": "test"},
    **placed,
)
server = cloud.compute.wait_for_server(server)
seen["server"] = {"status": server.status, "metadata": server.metadata, "power": server.power_state}

address = cloud.network.create_ip(floating_network_id=public.id)
port = next(cloud.network.ports(device_id=server.id))
cloud.network.update_ip(address, port_id=port.id)
addresses = [entry["addr"] for entries in cloud.compute.get_server(server).addresses.values() for entry in entries]
seen["floating ip"] = address.floating_ip_address in addresses

volume = cloud.block_storage.create_volume(name="sdk-disk", size=2, **placed)
volume = cloud.block_storage.wait_for_status(volume, "available")
attachment = cloud.compute.create_volume_attachment(server, volume_id=volume.id)
cloud.block_storage.wait_for_status(volume, "in-use")
seen["attached"] = [each.volume_id == volume.id for each in cloud.compute.volume_attachments(server)]

cloud.compute.resize_server(server, large.id)
server = cloud.compute.wait_for_server(server, status="VERIFY_RESIZE")
cloud.compute.confirm_server_resize(server)
server = cloud.compute.wait_for_server(server)
seen["resized"] = cloud.compute.get_server(server).flavor.name == large.name

cloud.compute.stop_server(server)
server = cloud.compute.wait_for_server(server, status="SHUTOFF")
cloud.compute.start_server(server)
server = cloud.compute.wait_for_server(server)
cloud.compute.reboot_server(server, "HARD")
server = cloud.compute.wait_for_server(server)

cloud.compute.delete_volume_attachment(server, volume)
cloud.block_storage.wait_for_status(volume, "available")
snapshot = cloud.block_storage.create_snapshot(volume_id=volume.id, name="sdk-moment")
cloud.block_storage.wait_for_status(snapshot, "available")
cloud.block_storage.delete_snapshot(snapshot)
cloud.block_storage.wait_for_delete(snapshot)

cloud.compute.delete_server(server)
cloud.compute.wait_for_delete(server)
cloud.block_storage.delete_volume(volume)
cloud.block_storage.wait_for_delete(volume)
cloud.network.delete_ip(address)
cloud.network.remove_interface_from_router(router, subnet_id=subnet.id)
cloud.network.delete_router(router)
cloud.network.delete_network(network)
cloud.network.delete_security_group(group)
cloud.compute.delete_keypair(key)
cloud.image.delete_image(image)

seen["left"] = {
    "servers": len(list(cloud.compute.servers())),
    "volumes": len(list(cloud.block_storage.volumes())),
    "ports": len(list(cloud.network.ports())),
    "routers": len(list(cloud.network.routers())),
    "floating ips": len(list(cloud.network.ips())),
    "key pairs": len(list(cloud.compute.keypairs())),
    "own networks": len(list(cloud.network.networks(project_id=cloud.current_project_id))),
}
json.dump(seen, sys.stdout)
