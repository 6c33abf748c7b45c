# A server with all that belongs to it. Knows of the cloud the name that OS_CLOUD gives, and what the session's user looked up.
terraform {
  required_providers {
    openstack = { source = "terraform-provider-openstack/openstack" }
  }
}

variable "image" { type = string }
variable "flavor" { type = string }
variable "external" { type = string }
variable "public_key" { type = string }
variable "objects" { type = bool }

provider "openstack" {}

data "openstack_images_image_v2" "stock" {
  name        = var.image
  most_recent = true
}

data "openstack_compute_flavor_v2" "smallest" {
  name = var.flavor
}

data "openstack_networking_network_v2" "external" {
  name     = var.external
  external = true
}

resource "openstack_images_image_v2" "mine" {
  name             = "tofu-image"
  local_file_path  = "${path.module}/image.img"
  disk_format      = data.openstack_images_image_v2.stock.disk_format
  container_format = "bare"
  min_ram_mb       = 64
  tags             = ["tofu"]
  properties       = { flavour = "vanilla" }
}

resource "openstack_networking_network_v2" "net" {
  name = "tofu-net"
  tags = ["tofu"]
}

resource "openstack_networking_subnet_v2" "sub" {
  name            = "tofu-sub"
  network_id      = openstack_networking_network_v2.net.id
  cidr            = "198.19.15.0/24"
  dns_nameservers = ["198.19.15.2"]
}

resource "openstack_networking_router_v2" "edge" {
  name                = "tofu-edge"
  external_network_id = data.openstack_networking_network_v2.external.id
}

resource "openstack_networking_router_interface_v2" "joined" {
  router_id = openstack_networking_router_v2.edge.id
  subnet_id = openstack_networking_subnet_v2.sub.id
}

resource "openstack_networking_secgroup_v2" "web" {
  name        = "tofu-web"
  description = "ssh and http"
}

resource "openstack_networking_secgroup_rule_v2" "ports" {
  for_each          = toset(["22", "80"])
  security_group_id = openstack_networking_secgroup_v2.web.id
  direction         = "ingress"
  ethertype         = "IPv4"
  protocol          = "tcp"
  port_range_min    = each.key
  port_range_max    = each.key
  remote_ip_prefix  = "0.0.0.0/0"
}

resource "openstack_compute_keypair_v2" "key" {
  name       = "tofu-key"
  public_key = var.public_key
}

resource "openstack_networking_port_v2" "port" {
  name               = "tofu-port"
  network_id         = openstack_networking_network_v2.net.id
  security_group_ids = [openstack_networking_secgroup_v2.web.id]
  fixed_ip {
    subnet_id  = openstack_networking_subnet_v2.sub.id
    ip_address = "198.19.15.42"
  }
}

resource "openstack_compute_instance_v2" "one" {
  name      = "tofu-one"
  image_id  = data.openstack_images_image_v2.stock.id
  flavor_id = data.openstack_compute_flavor_v2.smallest.id
  key_pair  = openstack_compute_keypair_v2.key.name
  metadata  = { role = "test" }
  network {
    port = openstack_networking_port_v2.port.id
  }
}

resource "openstack_networking_floatingip_v2" "address" {
  pool = data.openstack_networking_network_v2.external.name
}

resource "openstack_networking_floatingip_associate_v2" "address" {
  floating_ip = openstack_networking_floatingip_v2.address.address
  port_id     = openstack_networking_port_v2.port.id
  depends_on  = [openstack_networking_router_interface_v2.joined]
}

resource "openstack_blockstorage_volume_v3" "disk" {
  name     = "tofu-disk"
  size     = 1
  metadata = { purpose = "test" }
}

resource "openstack_compute_volume_attach_v2" "attachment" {
  instance_id = openstack_compute_instance_v2.one.id
  volume_id   = openstack_blockstorage_volume_v3.disk.id
}

resource "openstack_objectstorage_container_v1" "things" {
  count = var.objects ? 1 : 0
  name  = "tofu-things"
}

resource "openstack_objectstorage_object_v1" "thing" {
  count          = var.objects ? 1 : 0
  container_name = openstack_objectstorage_container_v1.things[0].name
  name           = "some/thing"
  content        = "hello"
}
