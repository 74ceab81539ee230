import { SolarisError } from "../../../provider/errors/solarisError";
import { observeMove, settleMove, type MoveInQuestion } from "../../../provider/migration/settle";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import type { Command } from "../../../provider/transport/command";
import { exited } from "../solaris/scriptedRunner";
import { inventoryOf } from "../transport/hostBuilder";
import { Recorder } from "./recorder";
import { otherUuid, ourUuid } from "./sightings";

beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
});
afterEach(() => {
    jest.useRealTimers();
});

/** What a host shows: primary and auxiliary states, `absent`, `unreachable`; a UUID behind a slash. */
type Shown = string;

/** Two hosts that show one picture after the other; the last one stays. */
function hostsShowing(pictures: readonly (readonly [source: Shown, target: Shown])[]) {
    let at = 0;
    const looks: number[] = [];
    const run = (host: string, { name }: Command) => {
        if (name === "zoneadm list -cp" && host === "global1") {
            looks.push(performance.now());
            at = Math.min(looks.length - 1, pictures.length - 1);
        }
        const shown = pictures[at]?.[host === "global1" ? 0 : 1] ?? "absent";
        if (shown === "unreachable") {
            return Promise.reject(
                new SolarisError("HOST_UNREACHABLE", { message: `no SSH connection to ${host}`, host }),
            );
        }
        const [states = "", uuid = ourUuid] = shown.split("/");
        const [state = "", ...auxiliary] = states.split(" ");
        const there = state !== "absent";
        const answer =
            name === "zoneadm list -cp"
                ? `0:global:running:/::solaris:shared:-:none:\n${there ? `-:kzone1:${state}:/z:${uuid}:solaris-kz:excl:-:solaris-kz:\n` : ""}`
                : `NAME STATUS AUXILIARY STATE\nglobal running\n${there ? `kzone1 ${state} ${auxiliary.join(" ")}\n` : ""}`;
        return Promise.resolve(exited(0, answer));
    };
    return { hosts: new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), { run }), looks };
}

const move: MoveInQuestion = { zone: "kzone1", uuid: ourUuid, from: "global1", to: "global2" };
const patience = { inProgressMs: 600_000, transientMs: 60_000 };

async function settled(
    pictures: readonly (readonly [Shown, Shown])[],
    question: MoveInQuestion = move,
    waiting = patience,
) {
    const { hosts, looks } = hostsShowing(pictures);
    const reporter = new Recorder();
    const started = performance.now();
    const state = { ended: false };
    const settling = settleMove(hosts, question, waiting, reporter).finally(() => {
        state.ended = true;
    });
    for (let turn = 0; !state.ended && turn < 20_000; turn++) {
        await jest.advanceTimersByTimeAsync(100);
    }
    const { verdict } = await settling;
    return { kind: verdict.kind, looks: looks.length, tookMs: performance.now() - started, reporter };
}

describe("looking at both hosts until the picture is final", () => {
    it.each([
        ["configured", "running", "migrated"],
        ["absent", "running", "migrated"],
        ["running", "absent", "notMigrated"],
        ["running", "configured", "notMigrated"],
        ["running", `running/${otherUuid}`, "foreignOnTarget"],
    ])("looks once where %s and %s tell all", async (source, target, kind) => {
        expect(await settled([[source, target]])).toMatchObject({ kind, looks: 1 });
    });

    it("believes two running copies only when it sees them twice", async () => {
        expect(
            await settled([
                ["running", "running"],
                ["configured", "running"],
            ]),
        ).toMatchObject({ kind: "migrated", looks: 2 });
        expect(await settled([["running", "running"]])).toMatchObject({ kind: "splitBrain", looks: 2 });
        // Not twice in a row.
        expect(
            await settled([
                ["running", "running"],
                ["installed", "running"],
                ["running", "running"],
                ["configured", "running"],
            ]),
        ).toMatchObject({ kind: "migrated", looks: 4 });
    });

    it("believes them even where it has no time to wait only when it sees them twice", async () => {
        const none = { inProgressMs: 0, transientMs: 0 };
        const { kind, looks } = await settled([["running", "running"]], move, none);
        expect(kind !== "splitBrain" || looks >= 2).toBe(true);
    });

    it("follows a migration to its end, whatever it looks like on the way", async () => {
        expect(
            await settled([
                ["running migrating-out", "running migrating-in"],
                ["installed suspended", "running migrating-in"],
                ["unreachable", "running migrating-in"],
                ["shutting_down", "running"],
                ["installed", "running"],
                ["configured", "running"],
            ]),
        ).toMatchObject({ kind: "migrated", looks: 6 });
    });

    it.each([
        ["a migration under way", "running migrating-out", "running migrating-in", "inProgress", 600_000],
        ["a target that does not give up", "running", "running migrating-in", "aborting", 60_000],
        ["a source that does not detach", "installed", "running", "migratedNotDetached", 60_000],
        ["a source that does not answer", "unreachable", "running", "migratedSourceUnknown", 60_000],
        ["no answer", "unreachable", "unreachable", "unknown", 60_000],
        ["a zone on its way", "shutting_down", "absent", "changing", 60_000],
        ["a zone that is on neither", "absent", "absent", "lost", 60_000],
        ["a zone halted after a live move", "installed", "absent", "haltedOnSource", 60_000],
        ["disks of another host", "absent", "unavailable", "ownedElsewhere", 60_000],
        ["half a zone", "configured", "incomplete", "broken", 60_000],
    ] as const)("waits for %s, but not for ever", async (_, source, target, kind, limitMs) => {
        const end = await settled([[source, target]]);
        expect(end.kind).toBe(kind);
        expect(end.tookMs).toBeGreaterThanOrEqual(limitMs);
        expect(end.tookMs).toBeLessThan(limitMs + 10_000);
        expect(end.reporter.texts("status").length).toBeGreaterThan(0);
    });

    it("is bounded even where the picture changes for ever", async () => {
        const restless = Array.from({ length: 2_000 }, (_, index) =>
            index % 2 === 0 ? (["shutting_down", "absent"] as const) : (["unreachable", "absent"] as const),
        );
        const { tookMs } = await settled(restless);
        expect(tookMs).toBeLessThan(patience.inProgressMs + 3 * patience.transientMs);
    });

    it.each([
        ["installed", "absent", "haltedOnSource"],
        ["installed suspended", "configured", "suspendedOnSource"],
        ["configured", "installed", "haltedOnTarget"],
        ["absent", "installed suspended", "suspendedOnTarget"],
    ])("takes a zone that was stopped for the move as it stands: %s, %s", async (source, target, kind) => {
        for (const method of ["warm", "cold"] as const) {
            expect(await settled([[source, target]], { ...move, method })).toMatchObject({ kind, looks: 1 });
        }
        expect((await settled([[source, target]], { ...move, method: "live" })).looks).toBeGreaterThan(5);
    });

    it("asks both hosts anew each time", async () => {
        const { hosts } = hostsShowing([
            ["running", "absent"],
            ["configured", "running"],
        ]);
        const first = await observeMove(hosts, move);
        const second = await observeMove(hosts, move);
        expect([first.verdict.kind, second.verdict.kind]).toEqual(["notMigrated", "migrated"]);
    });
});
