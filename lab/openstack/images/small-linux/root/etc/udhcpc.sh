#!/bin/sh
case $1 in bound | renew) ;; *) exit 0 ;; esac
ifconfig "$interface" "$ip" netmask "$subnet"
[ -z "$mtu" ] || ip link set "$interface" mtu "$mtu"
if [ -n "$staticroutes" ]; then
  set -- $staticroutes
  while [ -n "$2" ]; do
    case $1 in
      0.0.0.0/0) ip route replace default via "$2" dev "$interface" ;;
      *) ip route replace "$1" via "$2" dev "$interface" ;;
    esac
    shift 2
  done
else
  for router in $router; do ip route replace default via "$router" dev "$interface"; break; done
fi
: > /etc/resolv.conf
for server in $dns; do echo "nameserver $server" >> /etc/resolv.conf; done
