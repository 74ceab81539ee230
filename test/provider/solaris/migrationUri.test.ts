import type { HostArgs } from "../../../provider/transport/inventory/inventory";
import { migrationUri, type MigrationRoute } from "../../../provider/solaris/migrationUri";
import { inventoryHost } from "../transport/hostBuilder";

describe("migrationUri", () => {
    it.each<[string, HostArgs, MigrationRoute, string]>([
        ["takes address and user of the host", {}, {}, "ssh://zadm@global2"],
        ["takes the host's other port for ssh", { port: 2222 }, {}, "ssh://zadm@global2:2222"],
        ["leaves out port 22", { port: 22 }, {}, "ssh://zadm@global2"],
        ["does not take the SSH port for rads", { port: 2222 }, { scheme: "rads" }, "rads://zadm@global2"],
        [
            "takes the inventory's own way",
            { port: 2222, migration: { address: "10.1.0.2" } },
            {},
            "ssh://zadm@10.1.0.2",
        ],
        [
            "takes all of the inventory's own way",
            { migration: { address: "10.1.0.2", port: 12302, user: "mig", scheme: "radg" } },
            {},
            "radg://mig@10.1.0.2:12302",
        ],
        [
            "lets the resource override each part",
            { migration: { address: "10.1.0.2", port: 12302, user: "mig", scheme: "radg" } },
            { scheme: "ssh", user: "root", address: "g2.example.com", port: 24 },
            "ssh://root@g2.example.com:24",
        ],
        [
            "does not take the host's port for another address",
            { port: 2222 },
            { address: "g2-mig" },
            "ssh://zadm@g2-mig",
        ],
        ["brackets an IPv6 address", { address: "2001:db8::2" }, {}, "ssh://zadm@[2001:db8::2]"],
        ["brackets an IPv6 address once", { address: "[2001:db8::2]" }, { port: 24 }, "ssh://zadm@[2001:db8::2]:24"],
    ])("%s", (_what, keys, route, uri) => {
        expect(migrationUri(inventoryHost({ user: "zadm", ...keys }, "global2"), route)).toBe(uri);
    });
});
