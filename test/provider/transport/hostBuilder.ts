import { Inventory, type HostArgs, type InventoryHost } from "../../../provider/transport/inventory/inventory";

/** An inventory that does not depend on the OpenSSH configuration of whoever runs the tests. */
export function inventoryOf(hosts: unknown): Inventory {
    return Inventory.parse(hosts, { sshConfig: "none" });
}

/** One host of an inventory, called `global1` unless told otherwise. */
export function inventoryHost(keys: HostArgs = {}, name = "global1"): InventoryHost {
    return inventoryOf({ [name]: keys }).get(name);
}
