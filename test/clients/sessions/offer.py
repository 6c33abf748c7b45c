"""What a user looks up before writing a configuration: names on the cloud that OS_CLOUD names, as JSON."""

import json
import sys

import openstack

cloud = openstack.connect()
images = [image for image in cloud.image.images(status="active", visibility="public") if image.size]
image = min(images, key=lambda image: (image.size, image.name))
flavors = [flavor for flavor in cloud.compute.flavors() if flavor.disk >= max(image.min_disk, 1) and flavor.ram >= image.min_ram]
offer = {
    "image": image.name,
    "flavor": min(flavors, key=lambda flavor: (flavor.ram, flavor.vcpus, flavor.disk, flavor.name)).name,
    "external": min(network.name for network in cloud.network.networks(is_router_external=True)),
    "objects": cloud.has_service("object-store"),
}
json.dump(offer, sys.stdout)
