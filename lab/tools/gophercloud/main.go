// A whole session by gophercloud on the cloud that OS_CLOUD names in clouds.yaml. Prints, as JSON, what must be the same on every OpenStack.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack"
	"github.com/gophercloud/gophercloud/v2/openstack/config"
	"github.com/gophercloud/gophercloud/v2/openstack/config/clouds"
)

// session is one user's way through a cloud; what it saw grows with each step.
type session struct {
	ctx                                      context.Context
	compute, network, image, volume, objects *gophercloud.ServiceClient
	seen                                     map[string]any
}

type facts = map[string]any

func main() {
	if len(os.Args) > 1 && os.Args[1] == "version" {
		fmt.Println(libraryVersion())
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	s := logIn(ctx)
	offer := s.look()
	s.shareImage(offer)
	place := s.buildNetwork(offer)
	server := s.startServer(offer, place)
	s.useVolume(offer, server)
	s.work(server)
	s.keepObjects()
	s.takeAway(server, place)
	must(json.NewEncoder(os.Stdout).Encode(s.seen))
}

func logIn(ctx context.Context) *session {
	auth, endpoint, tls, err := clouds.Parse()
	must(err)
	provider, err := config.NewProviderClient(ctx, auth, config.WithTLSConfig(tls))
	must(err)
	s := &session{ctx: ctx, seen: facts{}}
	s.compute = get(openstack.NewComputeV2(provider, endpoint))
	s.network = get(openstack.NewNetworkV2(provider, endpoint))
	s.image = get(openstack.NewImageV2(provider, endpoint))
	s.volume = get(openstack.NewBlockStorageV3(provider, endpoint))
	objects, err := openstack.NewObjectStorageV1(provider, endpoint)
	if err == nil {
		s.objects = objects
	}
	return s
}

// libraryVersion is that of gophercloud, as it was linked in.
func libraryVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasPrefix(module.Path, "github.com/gophercloud/gophercloud") {
			return strings.TrimPrefix(module.Version, "v")
		}
	}
	return "unknown"
}

// filled names what the cloud's own answer holds under a key, without what is null or empty.
func filled(body any, key string) []string {
	fields, _ := body.(map[string]any)[key].(map[string]any)
	names := []string{}
	for name, value := range fields {
		text, _ := json.Marshal(value)
		if !slices.Contains([]string{"null", "[]", "{}", `""`}, string(text)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// refusal is the status with which the cloud said no; 0 when it did not.
func refusal(err error) int {
	for _, status := range []int{400, 403, 404, 409, 413} {
		if gophercloud.ResponseCodeIs(err, status) {
			return status
		}
	}
	return 0
}

// until looks again every second.
func (s *session) until(done func() bool) {
	must(gophercloud.WaitFor(s.ctx, func(context.Context) (bool, error) { return done(), nil }))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		debug.PrintStack()
		os.Exit(1)
	}
}

func get[Value any](value Value, err error) Value {
	must(err)
	return value
}

func same(reader io.Reader, data []byte) bool { return bytes.Equal(get(io.ReadAll(reader)), data) }
