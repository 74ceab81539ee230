import { chosen } from "../dialect";
import { HostModel } from "../model";
import type { Fleet } from "../index";
import { FleetModel } from "../fleetModel";
import { fastLatency } from "../latency";
import { connect, execute, until } from "../testClient";
import { startHost, stopHost, type } from "./oneHost";

let fleet: Fleet;

/** A dialect whose programs ask although nobody is at a terminal. */
function askingDialect(): number {
    const host = (dialect: number): HostModel =>
        new FleetModel([{ name: "global1", dialect }], fastLatency).host("global1");
    const found = Array.from({ length: 50 }, (_, index) => index).find((dialect) =>
        chosen(host(dialect), "asksWithoutTerminal", [false, true]),
    );
    if (found === undefined) {
        throw new Error("no dialect asks without a terminal");
    }
    return found;
}

beforeEach(async () => {
    const zones = [{ name: "kz", state: "installed" as const }];
    fleet = await startHost({ dialect: askingDialect(), zones });
});

afterEach(stopHost);

it.each([
    ["y", "configured", 1],
    ["n", "installed", 0],
])("uninstall takes %s for an answer", async (answer, state, wiped) => {
    const { status, stdout } = await type("zoneadm -z kz uninstall", `${answer}\n`);
    expect([status, stdout]).toEqual([0, "Are you sure you want to uninstall zone kz (y/[n])? "]);
    expect(fleet.zone("global1", "kz")?.state).toBe(state);
    expect(fleet.wipedStorage).toHaveLength(wiped);
});

it("waits for an answer that does not come", async () => {
    const client = await connect(fleet, "global1");
    const asked = execute(client, "zoneadm -z kz uninstall");
    await until(() => fleet.zone("global1", "kz")?.operation === "uninstall");
    client.end();
    expect((await asked).status).toBeUndefined();
    expect(fleet.zone("global1", "kz")?.state).toBe("installed");
});
