import { count } from "./figures";
import type { Act } from "./program";
import type { Stage } from "./stage";
import { isRunning, isSettled, type Entry } from "./watch";

type ActByHand = Extract<Act, { readonly zone: string }>;

/** Lets one act happen now; what it sets going goes on beside. */
export function performAct(act: Act, stage: Stage): void {
    const { fleet, figures, network, time } = stage;
    const kind = act.kind === "fault" ? `fault ${act.fault.kind}` : act.kind;
    count(figures.acts, kind);
    // A refusal is an answer: it keeps nobody from looking.
    const hinders =
        act.kind === "fault" ? act.fault.kind !== "refuse" : act.kind !== "operation" && act.kind !== "kill";
    stage.disturbed ||= hinders;
    switch (act.kind) {
        case "fault":
            fleet.addFault(act.host, act.fault);
            return;
        case "kill":
            figures.kills++;
            stage.pipeline(act.pipeline).kill();
            return;
        case "cut":
            fleet.host(act.host).dropConnections();
            return;
        case "freeze":
            network.freeze(fleet.host(act.host).port, act.ms);
            return;
        case "down":
            stage.beside(takeDown(act.host, act.ms, stage));
            return;
        case "loseNetwork":
            stage.beside(loseNetwork(act.host, act.ms, stage));
            return;
        case "reboot":
            stage.beside(reboot(act.host, act.ms, stage));
            return;
        case "cutLink":
            fleet.cutLink(act.one, act.other);
            setTimeout(() => {
                fleet.restoreLink(act.one, act.other);
            }, act.ms);
            return;
        case "maintenance":
            fleet.setMaintenance(act.host, act.on);
            return;
        case "clock":
            time.shiftDate(act.seconds * 1000);
            return;
        case "hostClock":
            fleet.setClockOffset(act.host, act.seconds);
            return;
        case "diskFull":
            fleet.host(act.host).model.fileSystem.full = act.on;
            return;
        case "operation":
            stage.beside(stage.begin(act.operation));
            return;
        default:
            actByHand(act, stage);
    }
}

/** One host at a time is up or down: what would make it both is left out. */
function exclusively(host: string, stage: Stage, work: () => Promise<void>): Promise<void> {
    if (stage.away.has(host)) {
        return Promise.resolve();
    }
    stage.away.add(host);
    return work().finally(() => {
        stage.away.delete(host);
    });
}

function takeDown(host: string, ms: number, stage: Stage): Promise<void> {
    return exclusively(host, stage, async () => {
        await stage.fleet.host(host).down();
        await virtualPause(ms);
        await stage.fleet.host(host).up();
    });
}

function loseNetwork(host: string, ms: number, stage: Stage): Promise<void> {
    return exclusively(host, stage, async () => {
        await stage.fleet.loseNetwork(host);
        await virtualPause(ms);
        await stage.fleet.host(host).up();
    });
}

function reboot(host: string, ms: number, stage: Stage): Promise<void> {
    return exclusively(host, stage, () => {
        const up = stage.fleet.reboot(host, { downMs: ms });
        stage.watch.wentDown(host);
        return up;
    });
}

function virtualPause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Somebody works on the zone wherever it is, with Solaris's own commands and under their rules. */
function actByHand(act: ActByHand, stage: Stage): void {
    const { fleet, watch } = stage;
    const entries = watch.entriesOf(stage.uuidOf(act.zone));
    const place = entries.find(isRunning) ?? entries[0];
    if (place === undefined) {
        return;
    }
    const { host } = place;
    switch (act.kind) {
        case "halt":
        case "boot":
        case "shutdown":
            stage.beside(fleet[act.kind](host, act.zone));
            return;
        case "guestHalts":
            if (isSettled(place)) {
                fleet.guestHalts(host, act.zone);
            }
            return;
        case "guestReboots":
            if (isSettled(place)) {
                fleet.guestReboots(host, act.zone);
            }
            return;
        case "remark":
            stage.beside(
                fleet.typed(host, "zonecfg", "-z", act.zone, "set bootargs=-v").then(() => {
                    watch.touch(act.zone);
                }),
            );
            return;
        case "deleteLeftover":
            leftovers(act.zone, stage).forEach((entry) => {
                stage.beside(fleet.deleteZone(entry.host, act.zone));
            });
            return;
        case "holdLock":
            setTimeout(fleet.holdLock(host, act.zone), act.ms);
            return;
        case "forceRunning":
            if (isSettled(place) && act.host !== host) {
                watch.forced.add(place.uuid);
                fleet.forceRunning(act.host, act.zone, host);
            }
            return;
        case "migrateByHand":
            if (act.to !== host) {
                stage.beside(fleet.migrateByHand(act.zone, host, act.to));
            }
    }
}

function leftovers(zone: string, { watch }: Stage): Entry[] {
    return watch.entries().filter(({ name, standing }) => name === zone && standing === "configured");
}
