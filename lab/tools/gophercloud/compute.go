package main

import (
	"cmp"
	"slices"

	"github.com/gophercloud/gophercloud/v2/openstack/blockstorage/v3/snapshots"
	"github.com/gophercloud/gophercloud/v2/openstack/blockstorage/v3/volumes"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/availabilityzones"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/flavors"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/keypairs"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/servers"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/volumeattach"
	"github.com/gophercloud/gophercloud/v2/openstack/image/v2/images"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/extensions/layer3/floatingips"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/ports"
)

// offer is what one takes of what a cloud offers.
type offer struct {
	image  images.Image
	flavor flavors.Flavor
	zone   string
}

func (s *session) look() offer {
	pages := get(images.List(s.image, images.ListOpts{Visibility: images.ImageVisibilityPublic, Status: images.ImageStatusActive}).AllPages(s.ctx))
	public := slices.DeleteFunc(get(images.ExtractImages(pages)), func(image images.Image) bool { return image.SizeBytes == 0 })
	image := slices.MinFunc(public, func(a, b images.Image) int {
		return cmp.Or(cmp.Compare(a.SizeBytes, b.SizeBytes), cmp.Compare(a.Name, b.Name))
	})
	fitting := slices.DeleteFunc(get(flavors.ExtractFlavors(get(flavors.ListDetail(s.compute, nil).AllPages(s.ctx)))), func(flavor flavors.Flavor) bool {
		return flavor.Disk < max(image.MinDiskGigabytes, 1) || flavor.RAM < image.MinRAMMegabytes
	})
	flavor := slices.MinFunc(fitting, func(a, b flavors.Flavor) int {
		return cmp.Or(cmp.Compare(a.RAM, b.RAM), cmp.Compare(a.VCPUs, b.VCPUs), cmp.Compare(a.Disk, b.Disk), cmp.Compare(a.Name, b.Name))
	})
	s.seen["flavor"] = filled(flavors.Get(s.ctx, s.compute, flavor.ID).Body, "flavor")
	zones := get(availabilityzones.ExtractAvailabilityZones(get(availabilityzones.List(s.compute).AllPages(s.ctx))))
	names := []string{}
	for _, zone := range zones {
		if zone.ZoneState.Available {
			names = append(names, zone.ZoneName)
		}
	}
	return offer{image, flavor, slices.Min(names)}
}

func (s *session) startServer(offer offer, place place) string {
	pair := keypairs.Create(s.ctx, s.compute, keypairs.CreateOpts{Name: "go-key"})
	s.seen["key pair"] = facts{"attributes": filled(pair.Body, "keypair"), "private": get(pair.Extract()).PrivateKey != ""}

	options := servers.CreateOpts{
		Name: "go-one", ImageRef: offer.image.ID, FlavorRef: offer.flavor.ID, AvailabilityZone: offer.zone,
		Networks: []servers.Network{{Port: place.port}}, Metadata: map[string]string{"role": "test"},
	}
	created := servers.Create(s.ctx, s.compute, keypairs.CreateOptsExt{CreateOptsBuilder: options, KeyName: "go-key"}, nil)
	server := get(created.Extract()).ID
	must(servers.WaitForStatus(s.ctx, s.compute, server, "ACTIVE"))
	found := servers.Get(s.ctx, s.compute, server)
	active := get(found.Extract())
	s.seen["server"] = facts{
		"created": filled(created.Body, "server"), "attributes": filled(found.Body, "server"), "status": active.Status,
		"power": active.PowerState.String(), "metadata": active.Metadata, "key": active.KeyName, "zone": active.AvailabilityZone == offer.zone,
	}
	// The agent that plugs a port may report it a moment after the server is active.
	s.until(func() bool { return get(ports.Get(s.ctx, s.network, place.port).Extract()).Status == "ACTIVE" })
	port := get(ports.Get(s.ctx, s.network, place.port).Extract())
	s.seen["plugged port"] = facts{"status": port.Status, "owner": port.DeviceOwner == "compute:"+offer.zone, "server": port.DeviceID == server}

	address := floatingips.Create(s.ctx, s.network, floatingips.CreateOpts{FloatingNetworkID: place.external, PortID: place.port})
	floating := get(address.Extract())
	s.seen["floating IP"] = facts{"attributes": filled(address.Body, "floatingip"), "router": floating.RouterID == place.router}
	kinds := map[string]bool{}
	s.until(func() bool {
		for _, addresses := range get(servers.Get(s.ctx, s.compute, server).Extract()).Addresses {
			for _, each := range addresses.([]any) {
				kinds[each.(map[string]any)["OS-EXT-IPS:type"].(string)] = true
			}
		}
		return kinds["floating"]
	})
	s.seen["addresses"] = kinds
	must(floatingips.Delete(s.ctx, s.network, floating.ID).ExtractErr())
	return server
}

func (s *session) useVolume(offer offer, server string) {
	created := volumes.Create(s.ctx, s.volume, volumes.CreateOpts{Name: "go-disk", Size: 1, AvailabilityZone: s.volumeZone()}, nil)
	volume := get(created.Extract()).ID
	must(volumes.WaitForStatus(s.ctx, s.volume, volume, "available"))
	attached := volumeattach.Create(s.ctx, s.compute, server, volumeattach.CreateOpts{VolumeID: volume})
	must(attached.Err)
	must(volumes.WaitForStatus(s.ctx, s.volume, volume, "in-use"))
	s.seen["volume"] = facts{
		"attributes": filled(volumes.Get(s.ctx, s.volume, volume).Body, "volume"),
		"attachment": filled(attached.Body, "volumeAttachment"),
		"in use":     refusal(volumes.Delete(s.ctx, s.volume, volume, nil).ExtractErr()),
	}
	must(volumeattach.Delete(s.ctx, s.compute, server, volume).ExtractErr())
	must(volumes.WaitForStatus(s.ctx, s.volume, volume, "available"))
	moment := snapshots.Create(s.ctx, s.volume, snapshots.CreateOpts{VolumeID: volume, Name: "go-moment"})
	snapshot := get(moment.Extract()).ID
	must(snapshots.WaitForStatus(s.ctx, s.volume, snapshot, "available"))
	s.seen["snapshot"] = filled(snapshots.Get(s.ctx, s.volume, snapshot).Body, "snapshot")
	must(snapshots.Delete(s.ctx, s.volume, snapshot).ExtractErr())
	s.until(func() bool { return refusal(snapshots.Get(s.ctx, s.volume, snapshot).Err) == 404 })
	must(volumes.Delete(s.ctx, s.volume, volume, nil).ExtractErr())
	s.until(func() bool { return refusal(volumes.Get(s.ctx, s.volume, volume).Err) == 404 })
}

func (s *session) work(server string) {
	metadata := get(servers.UpdateMetadata(s.ctx, s.compute, server, servers.MetadataOpts{"tier": "front"}).Extract())
	states := []string{}
	reach := func(status string) {
		must(servers.WaitForStatus(s.ctx, s.compute, server, status))
		states = append(states, get(servers.Get(s.ctx, s.compute, server).Extract()).VmState)
	}
	must(servers.Stop(s.ctx, s.compute, server).ExtractErr())
	reach("SHUTOFF")
	refused := refusal(servers.Stop(s.ctx, s.compute, server).ExtractErr())
	must(servers.Start(s.ctx, s.compute, server).ExtractErr())
	reach("ACTIVE")
	must(servers.Reboot(s.ctx, s.compute, server, servers.RebootOpts{Type: servers.HardReboot}).ExtractErr())
	reach("ACTIVE")
	s.seen["work"] = facts{"metadata": metadata, "states": states, "a stopped server's stop": refused}
}
