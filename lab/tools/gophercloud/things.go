package main

import (
	"bytes"
	"crypto/rand"

	"github.com/gophercloud/gophercloud/v2/openstack/blockstorage/v3/availabilityzones"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/keypairs"
	"github.com/gophercloud/gophercloud/v2/openstack/compute/v2/servers"
	"github.com/gophercloud/gophercloud/v2/openstack/image/v2/imagedata"
	"github.com/gophercloud/gophercloud/v2/openstack/image/v2/images"
	"github.com/gophercloud/gophercloud/v2/openstack/objectstorage/v1/containers"
	"github.com/gophercloud/gophercloud/v2/openstack/objectstorage/v1/objects"
)

func randomData(size int) []byte {
	data := make([]byte, size)
	get(rand.Read(data))
	return data
}

func (s *session) volumeZone() string {
	for _, zone := range get(availabilityzones.ExtractAvailabilityZones(get(availabilityzones.List(s.volume).AllPages(s.ctx)))) {
		if zone.ZoneState.Available {
			return zone.ZoneName
		}
	}
	return ""
}

func (s *session) shareImage(offer offer) {
	data := randomData(1_000_000)
	made := get(images.Create(s.ctx, s.image, images.CreateOpts{
		Name: "go-image", DiskFormat: offer.image.DiskFormat, ContainerFormat: "bare", Tags: []string{"go"}, Properties: map[string]string{"flavour": "vanilla"},
	}).Extract())
	must(imagedata.Upload(s.ctx, s.image, made.ID, bytes.NewReader(data)).ExtractErr())
	image := get(images.Update(s.ctx, s.image, made.ID, images.UpdateOpts{images.ReplaceImageMinRam{NewMinRam: 64}}).Extract())
	back := get(imagedata.Download(s.ctx, s.image, made.ID).Extract())
	defer back.Close()
	s.seen["image"] = facts{
		"queued": made.Status, "status": image.Status, "size": image.SizeBytes, "min ram": image.MinRAMMegabytes, "tags": image.Tags,
		"visibility": image.Visibility, "property": image.Properties["flavour"], "same": same(back, data),
	}
	must(images.Delete(s.ctx, s.image, made.ID).ExtractErr())
	s.seen["image gone"] = refusal(images.Get(s.ctx, s.image, made.ID).Err)
}

func (s *session) keepObjects() {
	if s.objects == nil {
		return
	}
	data := randomData(100_000)
	get(containers.Create(s.ctx, s.objects, "go-things", containers.CreateOpts{Metadata: map[string]string{"colour": "green"}}).Extract())
	put := objects.CreateOpts{Content: bytes.NewReader(data), Metadata: map[string]string{"size": "small"}}
	get(objects.Create(s.ctx, s.objects, "go-things", "some/thing", put).Extract())
	container := containers.Get(s.ctx, s.objects, "go-things", nil)
	object := objects.Get(s.ctx, s.objects, "go-things", "some/thing", nil)
	got := objects.Download(s.ctx, s.objects, "go-things", "some/thing", nil)
	must(got.Err)
	defer got.Body.Close()
	s.seen["object"] = facts{
		"same": same(got.Body, data), "length": get(object.Extract()).ContentLength, "metadata": get(object.ExtractMetadata()),
		"container": get(container.ExtractMetadata()), "in use": refusal(containers.Delete(s.ctx, s.objects, "go-things").Err),
		"names": get(objects.ExtractNames(get(objects.List(s.objects, "go-things", nil).AllPages(s.ctx)))),
	}
	get(objects.Delete(s.ctx, s.objects, "go-things", "some/thing", nil).Extract())
	get(containers.Delete(s.ctx, s.objects, "go-things").Extract())
	s.seen["container gone"] = refusal(containers.Get(s.ctx, s.objects, "go-things", nil).Err)
}

func (s *session) takeAway(server string, place place) {
	must(servers.Delete(s.ctx, s.compute, server).ExtractErr())
	s.until(func() bool { return refusal(servers.Get(s.ctx, s.compute, server).Err) == 404 })
	must(keypairs.Delete(s.ctx, s.compute, "go-key", nil).ExtractErr())
	s.seen["key pair gone"] = refusal(keypairs.Get(s.ctx, s.compute, "go-key", nil).Err)
	s.removeNetwork(place)
}
