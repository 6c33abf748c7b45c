"""Reports a Linux bridge agent for each of the hosts lab-fake1 to lab-fakeN, so that Neutron binds the ports of Nova's fake compute services.

Usage: fake-layer-2-agents.py N --config-file neutron.conf
"""

import sys
import time

import eventlet

eventlet.monkey_patch()

from neutron.agent import rpc as agent_rpc  # noqa: E402
from neutron.common import config  # noqa: E402
from neutron.conf.agent import common as agent_config  # noqa: E402
from neutron_lib import context  # noqa: E402
from neutron_lib.agent import topics  # noqa: E402
from oslo_config import cfg  # noqa: E402

hosts = [f"lab-fake{index}" for index in range(1, int(sys.argv[1]) + 1)]
agent_config.register_agent_state_opts_helper(cfg.CONF)
config.register_common_config_options()
config.init(sys.argv[2:])
config.setup_logging()
reports = agent_rpc.PluginReportStateAPI(topics.REPORTS)
admin = context.get_admin_context_without_session()


def state_of(host):
    return {
        "binary": "neutron-linuxbridge-agent",
        "host": host,
        "topic": "N/A",
        "agent_type": "Linux bridge agent",
        "configurations": {
            "bridge_mappings": {"public": "br-ex"},
            "devices": 0,
            "extensions": [],
            "interface_mappings": {},
            "l2_population": False,
            "tunnel_types": ["vxlan"],
            "tunneling_ip": "198.18.25.1",
        },
    }


known = set()
while True:
    for host in hosts:
        try:
            reports.report_state(admin, state_of(host) | ({} if host in known else {"start_flag": True}), True)
            known.add(host)
        except Exception as error:
            print(f"{host}: {error}", flush=True)
    time.sleep(20)
