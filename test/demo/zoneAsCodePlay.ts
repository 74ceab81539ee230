import type { TestStack } from "../engine/stack";
import type { FleetSpec } from "../solaris";
import type { Play, Stage } from "./stage";

const zone = "web1";
const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003";
const profile = "/export/profiles/web1.xml";

const fleet: FleetSpec = {
    hosts: [
        // No pfexec needed, so that what is shown here can be typed.
        { name: "global1", requirePrivilege: "none", files: { [profile]: "<service_bundle/>\n" } },
        { name: "global2", requirePrivilege: "none", nextZoneId: 1754 },
    ],
    latency: {
        commandMs: 20,
        import: 250,
        attach: 350,
        boot: 600,
        check: 300,
        copyPerGiB: 150,
        suspend: 200,
        finish: 200,
        detach: 250,
        cleanup: 250,
        install: 4_000,
        guestBoot: 1_000,
        shutdown: 800,
    },
};

/** A zone from its creation to its end. */
export const zoneAsCodePlay: Play = {
    name: "zone-as-code",
    title: "a kernel zone is created, changed while it runs, moved and deleted, by one program",
    fleet,
    perform: async (stage) => {
        const { narrator } = stage;
        narrator.step(
            "Two Solaris hosts, and no zone",
            "Each is a real SSH server on this machine with simulated Solaris commands behind it.",
        );
        await stage.showZones("global1", "global2");
        narrator.check("nobody has a zone web1", hostsWith(stage).length === 0);
        const stack = await stage.stack("zone-as-code", "dev", { zoneName: zone, host: "global1", storage, profile });
        await create(stage, stack);
        await resize(stage, stack);
        await move(stage, stack);
        await remove(stage, stack);
    },
};

async function create(stage: Stage, stack: TestStack): Promise<void> {
    const { narrator } = stage;
    narrator.step(
        "The program creates the zone",
        "examples/zone-as-code/index.ts holds its whole configuration. The preview says what will be done; `pulumi up`",
        "configures the zone, installs it as a job of the host, boots it and waits until it is up.",
    );
    const untouched = hostContents(stage);
    narrator.say("", "$ pulumi preview");
    narrator.engineOutput(await stack.preview());
    narrator.check("the preview has changed nothing", hostContents(stage) === untouched);
    narrator.say("", "$ pulumi up");
    const created = await stack.up({ onDiagnostic: narrator.live, args: ["--suppress-outputs"] });
    narrator.engineOutput(created);
    await stage.showZones("global1");
    narrator.check("pulumi up succeeded and web1 runs on global1", created.ok && stage.isRunning("global1", zone));
    const before = hostContents(stage);
    const again = await stack.preview({ args: ["--expect-no-changes"] });
    narrator.check("a preview right after it shows no change", again.ok && again.resourceChanges.update === undefined);
    narrator.check("and has changed nothing", hostContents(stage) === before);
}

async function resize(stage: Stage, stack: TestStack): Promise<void> {
    const { narrator, fleet: hosts } = stage;
    narrator.step(
        "More memory, while it runs",
        "The preview lists each edit and says when it takes effect; `pulumi up` stores it and gives it to the running zone.",
    );
    const changes = hosts.history.length;
    narrator.say("", "$ pulumi config set memory 12g", "$ pulumi preview");
    await stack.setConfig("zone-as-code:memory", "12g");
    narrator.engineOutput(await stack.preview());
    narrator.say("", "$ pulumi up");
    const resized = await stack.up({ onDiagnostic: narrator.live, args: ["--suppress-outputs"] });
    narrator.engineOutput(resized);
    await stage.show("global1", "zonecfg", "-z", zone, "-r", "info", "capped-memory");
    const found = hosts.zone("global1", zone);
    narrator.check("12 GB are stored", resized.ok && found?.config.memory === "12G");
    narrator.check(
        "and the running zone has them",
        (found?.liveExport ?? found?.export)?.includes("set physical=12G") === true,
    );
    narrator.check("it was not rebooted for that", hosts.history.length === changes);
}

async function move(stage: Stage, stack: TestStack): Promise<void> {
    const { narrator } = stage;
    narrator.step(
        "The move",
        "Its host is one more property: change it, and the running zone migrates, after Solaris's dry run.",
    );
    narrator.say("", "$ pulumi config set host global2", "$ pulumi up");
    await stack.setConfig("zone-as-code:host", "global2");
    const moved = await stack.up({ onDiagnostic: narrator.live, args: ["--suppress-outputs"] });
    narrator.engineOutput(moved);
    await stage.showZones("global1", "global2");
    narrator.check(
        "web1 runs on global2, and there only",
        moved.ok && stage.isRunning("global2", zone) && hostsWith(stage).join() === "global2",
    );
}

async function remove(stage: Stage, stack: TestStack): Promise<void> {
    const { narrator, fleet: hosts } = stage;
    narrator.step(
        "Its end",
        "To destroy a resource leaves its zone running, unless deletionPolicy says otherwise. Here it is changed to delete.",
    );
    narrator.say("", "$ pulumi config set deletionPolicy delete", "$ pulumi preview");
    await stack.setConfig("zone-as-code:deletionPolicy", "delete");
    const before = hostContents(stage);
    narrator.engineOutput(await stack.preview());
    narrator.say("", "$ pulumi up");
    const remembered = await stack.up({ onDiagnostic: narrator.live, args: ["--suppress-outputs"] });
    narrator.check("that alone changes nothing on the hosts", remembered.ok && hostContents(stage) === before);
    narrator.say("", "$ pulumi destroy");
    const destroyed = await stack.destroy({ onDiagnostic: narrator.live });
    narrator.engineOutput(destroyed);
    await stage.showZones("global1", "global2");
    narrator.check("no host has the zone any more", destroyed.ok && hostsWith(stage).length === 0);
    narrator.check(
        "what was on its disk is destroyed, and on no other",
        hosts.wipedStorage.length === 1 && hosts.wipedStorage[0]?.storage === storage,
    );
}

/** The hosts that have more or less of the zone. */
function hostsWith({ fleet: hosts }: Stage): string[] {
    return Object.keys(hosts.hosts).filter((host) => hosts.zone(host, zone) !== undefined);
}

function hostContents(stage: Stage): string {
    return Object.keys(stage.fleet.hosts)
        .map((host) => stage.contentOf(host))
        .join("\n");
}
