"""A whole session by openstacksdk on the cloud whose name is the first argument. Prints, as JSON, what must be the same on every OpenStack.

The second argument, if any, is the zone for servers; else it is the first that the cloud lists.
"""

import hashlib
import json
import os
import sys

import openstack
import openstack.resource

cloud = openstack.connect(cloud=sys.argv[1])
patience = 300
seen = {}


def filled(resource):
    """The attributes that the cloud filled in, by their names on the wire."""
    attributes = resource.to_dict(computed=False, ignore_none=True, original_names=True)
    return sorted(name for name, value in attributes.items() if value not in ({}, []))


def by_size(flavor):
    return (flavor.ram, flavor.vcpus, flavor.disk, flavor.name)


# What the cloud offers.
images = sorted(cloud.image.images(status="active", visibility="public"), key=lambda image: (image.size, image.name))
stock = next(image for image in images if (image.size or 0) > 0 or len(images) == 1)
flavors = sorted(cloud.compute.flavors(), key=by_size)
fitting = [flavor for flavor in flavors if flavor.disk >= max(stock.min_disk, 1) and flavor.ram >= stock.min_ram]
public = sorted(cloud.network.networks(is_router_external=True), key=lambda network: network.name)[0]
zones = sorted(zone.name for zone in cloud.compute.availability_zones() if zone.state["available"])
zone = sys.argv[2] if len(sys.argv) > 2 else zones[0]
volume_zone = sorted(zone.name for zone in cloud.block_storage.availability_zones() if zone.state["available"])[0]
seen["offer"] = {"flavor": filled(fitting[0]), "image": stock.status, "external": public.is_router_external}

# An image of one's own, there and back.
data = os.urandom(2_000_000)
image = cloud.image.create_image(
    "sdk-image", data=data, disk_format=stock.disk_format, container_format="bare", validate_checksum=True, wait=True
)
image = cloud.image.get_image(image)
back = cloud.image.download_image(image, stream=False).content
seen["image"] = {
    "status": image.status,
    "visibility": image.visibility,
    "size": image.size,
    "hash": image.hash_algo,
    "same": hashlib.sha256(back).hexdigest() == hashlib.sha256(data).hexdigest(),
}
# By hand: where Glance has several stores, update_image would also remove `stores`, which Glance refuses.
patch = [{"op": "replace", "path": "/min_ram", "value": 64}, {"op": "add", "path": "/flavour", "value": "vanilla"}]
cloud.image.patch(f"/images/{image.id}", json=patch, headers={"Content-Type": "application/openstack-images-v2.1-json-patch"})
cloud.image.add_tag(image, "sdk-tag")
image = cloud.image.get_image(image)
seen["image"] |= {"min ram": image.min_ram, "tags": image.tags, "property": image.properties.get("flavour")}

# A network behind a router.
network = cloud.network.create_network(name="sdk-net", description="for a test")
subnet = cloud.network.create_subnet(network_id=network.id, name="sdk-sub", ip_version=4, cidr="198.19.9.0/24")
router = cloud.network.create_router(name="sdk-edge", external_gateway_info={"network_id": public.id})
cloud.network.add_interface_to_router(router, subnet_id=subnet.id)
router, network = cloud.network.get_router(router), cloud.network.get_network(network)
seen["network"] = {
    "status": network.status,
    "shared": network.is_shared,
    "subnets": network.subnet_ids == [subnet.id],
    "attributes": filled(network),
}
seen["subnet"] = {
    "gateway": subnet.gateway_ip,
    "pool": subnet.allocation_pools,
    "dhcp": subnet.is_dhcp_enabled,
    "attributes": filled(subnet),
}
seen["router"] = {
    "status": router.status,
    "gateway": sorted(router.external_gateway_info),
    "owners": sorted(port.device_owner for port in cloud.network.ports(device_id=router.id)),
}

# Who may come in, and with which key.
group = cloud.network.create_security_group(name="sdk-web", description="ssh and http")
for number in (22, 80):
    rule = cloud.network.create_security_group_rule(
        security_group_id=group.id, direction="ingress", ethertype="IPv4", protocol="tcp", port_range_min=number, port_range_max=number
    )
rules = list(cloud.network.security_group_rules(security_group_id=group.id))
seen["security group"] = {
    "rules": sorted(f"{rule.direction} {rule.ether_type} {rule.protocol} {rule.port_range_min}" for rule in rules),
    "attributes": filled(rule),
}
key = cloud.compute.create_keypair(name="sdk-key")
seen["key pair"] = {
    "type": key.type,
    "private key": "PRIVATE KEY" in key.private_key,
    "names": [key.name for key in cloud.compute.keypairs()],
}

# A server on a port of its own.
port = cloud.network.create_port(network_id=network.id, name="sdk-port", security_group_ids=[group.id])
seen["port"] = {"status": port.status, "owner": port.device_owner, "attributes": filled(port)}
server = cloud.compute.create_server(
    name="sdk-one",
    image_id=stock.id,
    flavor_id=fitting[0].id,
    networks=[{"port": port.id}],
    key_name=key.name,
    metadata={"role": "test"},
    user_data="IyEvYmluL3NoCg==",
    availability_zone=zone,
)
server = cloud.compute.wait_for_server(server, wait=patience)
# The agent that plugs a port may report it a moment after the server is active.
port = openstack.resource.wait_for_status(cloud.network, port, "ACTIVE", [], interval=1, wait=patience)
seen["server"] = {
    "status": server.status,
    "states": [server.vm_state, server.task_state, server.power_state],
    "metadata": server.metadata,
    "zone": server.availability_zone == zone,
    "groups": [group["name"] for group in server.security_groups],
    "addresses": {name: [entry["OS-EXT-IPS:type"] for entry in entries] for name, entries in server.addresses.items()},
    "attributes": filled(server),
}
seen["plugged port"] = {"status": port.status, "owner": port.device_owner == f"compute:{zone}", "server": port.device_id == server.id}

# A floating IP.
address = cloud.network.create_ip(floating_network_id=public.id)
seen["floating ip"] = {"before": address.status, "attributes": filled(address)}
cloud.network.update_ip(address, port_id=port.id)
# Nova hears of it from Neutron, a moment later.
for _ in openstack.utils.iterate_timeout(patience, "the server does not show its floating IP", wait=1):
    entries = [entry for entries in cloud.compute.get_server(server).addresses.values() for entry in entries]
    floating = [entry["addr"] for entry in entries if entry["OS-EXT-IPS:type"] == "floating"]
    if floating:
        break
seen["floating ip"] |= {
    "at the server": [addr == address.floating_ip_address for addr in floating],
    "router": cloud.network.get_ip(address).router_id == router.id,
}

# A volume, in the server and out again.
volume = cloud.block_storage.create_volume(name="sdk-disk", size=1, metadata={"for": "test"}, availability_zone=volume_zone)
volume = cloud.block_storage.wait_for_status(volume, "available", wait=patience)
seen["volume"] = {"bootable": volume.is_bootable, "encrypted": volume.is_encrypted, "attributes": filled(volume)}
cloud.compute.create_volume_attachment(server, volume_id=volume.id)
volume = cloud.block_storage.wait_for_status(volume, "in-use", wait=patience)
seen["attachment"] = {
    "at the server": [each.volume_id == volume.id for each in cloud.compute.volume_attachments(server)],
    "at the volume": [each["server_id"] == server.id for each in volume.attachments],
    "device": [each["device"] for each in volume.attachments],
}
try:
    cloud.block_storage.delete_volume(volume)
except openstack.exceptions.HttpException as refusal:
    seen["attachment"]["delete refused"] = refusal.status_code

# What servers do.
cloud.compute.set_server_metadata(server, tier="front")
seen["metadata"] = cloud.compute.get_server_metadata(server).metadata
cloud.compute.stop_server(server)
server = cloud.compute.wait_for_server(server, status="SHUTOFF", wait=patience)
seen["stopped"] = [server.vm_state, server.task_state, server.power_state]
cloud.compute.start_server(server)
server = cloud.compute.wait_for_server(server, wait=patience)
cloud.compute.reboot_server(server, "HARD")
# Looked at anew: it was ACTIVE before.
server = cloud.compute.wait_for_server(cloud.compute.get_server(server), wait=patience)
seen["console"] = "output" in cloud.compute.get_server_console_output(server, length=5)
# By hand: Debian's server_actions asks with a parameter that it then refuses.
actions = cloud.compute.get(f"/servers/{server.id}/os-instance-actions").json()["instanceActions"]
seen["actions"] = [action["action"] for action in actions]

cloud.detach_volume(server, volume, timeout=patience)
volume = cloud.block_storage.wait_for_status(volume, "available", wait=patience)
snapshot = cloud.block_storage.create_snapshot(volume_id=volume.id, name="sdk-moment")
snapshot = cloud.block_storage.wait_for_status(snapshot, "available", wait=patience)
seen["snapshot"] = {"size": snapshot.size, "attributes": filled(snapshot)}
cloud.block_storage.delete_snapshot(snapshot)
cloud.block_storage.wait_for_delete(snapshot, wait=patience)

# Objects, where the cloud has them.
if cloud.has_service("object-store"):
    cloud.object_store.create_container("sdk-things")
    cloud.create_object("sdk-things", "some/thing", data=data[:100_000], metadata={"x-object-meta-colour": "green"})
    kept = cloud.object_store.get_object_metadata("some/thing", container="sdk-things")
    seen["object"] = {
        "length": int(kept.content_length),
        "etag": kept.etag == hashlib.md5(data[:100_000]).hexdigest(),
        "type": kept.content_type,
        "same": cloud.object_store.download_object("some/thing", container="sdk-things") == data[:100_000],
        "listed": [each.name for each in cloud.object_store.objects("sdk-things")],
    }
    cloud.object_store.delete_object("some/thing", container="sdk-things")
    cloud.object_store.delete_container("sdk-things")
    seen["object"]["left"] = [each.name for each in cloud.object_store.containers() if each.name == "sdk-things"]

# All of it away.
cloud.compute.delete_server(server)
cloud.compute.wait_for_delete(server, wait=patience)
seen["port afterwards"] = cloud.network.find_port("sdk-port", ignore_missing=True) is not None
cloud.network.delete_port(port)
cloud.block_storage.delete_volume(volume)
cloud.block_storage.wait_for_delete(volume, wait=patience)
cloud.network.delete_ip(address)
try:
    cloud.network.delete_network(network)
except openstack.exceptions.ConflictException as refusal:
    seen["network in use"] = refusal.status_code
cloud.network.remove_interface_from_router(router, subnet_id=subnet.id)
cloud.network.delete_router(router)
cloud.network.delete_network(network)
cloud.network.delete_security_group(group)
cloud.compute.delete_keypair(key)
cloud.image.delete_image(image)

everything = {
    "servers": cloud.compute.servers(),
    "volumes": cloud.block_storage.volumes(),
    "snapshots": cloud.block_storage.snapshots(),
    "ports": cloud.network.ports(),
    "routers": cloud.network.routers(),
    "networks": cloud.network.networks(project_id=cloud.current_project_id),
    "security groups": cloud.network.security_groups(project_id=cloud.current_project_id),
    "images": cloud.image.images(owner=cloud.current_project_id),
}
seen["left"] = {what: [each.name for each in found if (each.name or "").startswith("sdk-")] for what, found in everything.items()}
json.dump(seen, sys.stdout)
