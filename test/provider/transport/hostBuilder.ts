import { Inventory, type HostArgs, type InventoryHost } from "../../../provider/transport/inventory";

/** One host of an inventory, called `global1` unless told otherwise. */
export function inventoryHost(keys: HostArgs = {}, name = "global1"): InventoryHost {
    return Inventory.parse({ [name]: keys }).get(name);
}
