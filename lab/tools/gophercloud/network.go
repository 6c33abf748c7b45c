package main

import (
	"cmp"
	"slices"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/extensions/external"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/extensions/layer3/routers"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/extensions/security/groups"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/extensions/security/rules"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/networks"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/ports"
	"github.com/gophercloud/gophercloud/v2/openstack/networking/v2/subnets"
)

// place holds the ids of a network behind a router, and of a port on it for a server.
type place struct{ external, network, subnet, router, group, port string }

func (s *session) buildNetwork(offer offer) place {
	yes := true
	outside := get(networks.ExtractNetworks(get(networks.List(s.network, external.ListOptsExt{ListOptsBuilder: networks.ListOpts{}, External: &yes}).AllPages(s.ctx))))
	public := slices.MinFunc(outside, func(a, b networks.Network) int { return cmp.Compare(a.Name, b.Name) })

	network := networks.Create(s.ctx, s.network, networks.CreateOpts{Name: "go-net"})
	networkID := get(network.Extract()).ID
	subnet := subnets.Create(s.ctx, s.network, subnets.CreateOpts{
		NetworkID: networkID, Name: "go-sub", CIDR: "198.19.13.0/24", IPVersion: gophercloud.IPv4,
		AllocationPools: []subnets.AllocationPool{{Start: "198.19.13.10", End: "198.19.13.90"}},
	})
	subnetID := get(subnet.Extract()).ID
	router := routers.Create(s.ctx, s.network, routers.CreateOpts{Name: "go-edge", GatewayInfo: &routers.GatewayInfo{NetworkID: public.ID}})
	routerID := get(router.Extract()).ID
	joined := get(routers.AddInterface(s.ctx, s.network, routerID, routers.AddInterfaceOpts{SubnetID: subnetID}).Extract())
	s.seen["network"] = facts{
		"network": filled(network.Body, "network"), "subnet": filled(subnet.Body, "subnet"), "router": filled(router.Body, "router"),
		"gateway": get(subnet.Extract()).GatewayIP, "interface": joined.SubnetID == subnetID,
	}

	group := groups.Create(s.ctx, s.network, groups.CreateOpts{Name: "go-web"})
	groupID := get(group.Extract()).ID
	ssh := rules.CreateOpts{
		SecGroupID: groupID, Direction: rules.DirIngress, EtherType: rules.EtherType4, Protocol: rules.ProtocolTCP,
		PortRangeMin: 22, PortRangeMax: 22, RemoteIPPrefix: "0.0.0.0/0",
	}
	rule := rules.Create(s.ctx, s.network, ssh)
	must(rule.Err)
	s.seen["security group"] = facts{
		"group": filled(group.Body, "security_group"), "rule": filled(rule.Body, "security_group_rule"),
		"rules of its own": len(get(group.Extract()).Rules), "the same rule again": refusal(rules.Create(s.ctx, s.network, ssh).Err),
	}

	port := ports.Create(s.ctx, s.network, ports.CreateOpts{
		NetworkID: networkID, Name: "go-port", SecurityGroups: &[]string{groupID}, FixedIPs: []ports.IP{{SubnetID: subnetID, IPAddress: "198.19.13.42"}},
	})
	made := get(port.Extract())
	s.seen["port"] = facts{"attributes": filled(port.Body, "port"), "status": made.Status, "address": made.FixedIPs[0].IPAddress}
	return place{public.ID, networkID, subnetID, routerID, groupID, made.ID}
}

func (s *session) removeNetwork(place place) {
	s.seen["in use"] = facts{
		"network": refusal(networks.Delete(s.ctx, s.network, place.network).ExtractErr()),
		"subnet":  refusal(subnets.Delete(s.ctx, s.network, place.subnet).ExtractErr()),
		"router":  refusal(routers.Delete(s.ctx, s.network, place.router).ExtractErr()),
		"group":   refusal(groups.Delete(s.ctx, s.network, place.group).ExtractErr()),
	}
	must(ports.Delete(s.ctx, s.network, place.port).ExtractErr())
	get(routers.RemoveInterface(s.ctx, s.network, place.router, routers.RemoveInterfaceOpts{SubnetID: place.subnet}).Extract())
	must(routers.Delete(s.ctx, s.network, place.router).ExtractErr())
	must(networks.Delete(s.ctx, s.network, place.network).ExtractErr())
	must(groups.Delete(s.ctx, s.network, place.group).ExtractErr())
	s.seen["network gone"] = refusal(networks.Get(s.ctx, s.network, place.network).Err)
}
