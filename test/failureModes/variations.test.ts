import type { HostSpec } from "../solaris";
import type { FailureScene } from "../solaris/failureModes";
import { accessStories } from "./accessStories";
import { configurationStories } from "./configurationStories";
import { expectSaid } from "./hear";
import { hostStories } from "./hostStories";
import { interruptedStories } from "./interruptedStories";
import { ProviderRuns } from "./pulumi";
import { storageStories } from "./storageStories";
import { dryRunRefused, type Story } from "./story";
import { held, onScene, sceneOf, tell, titleOf } from "./tell";
import { zoneStories } from "./zoneStories";

/** Hosts that say the same in another way: what is certain of each story holds on all of them. */
const variations: Record<string, Partial<HostSpec>> = {
    "another wording": { wording: "import-on-destination" },
    "a list without the tenth field, and auxiliary states for one zone only": {
        list: { fields: 9, globalMacProfile: "", auxiliary: "with-zone" },
    },
    "a login that talks": {
        noise: {
            banner: "Authorized uses only.\r\n",
            stdout: "Last login: Mon Nov 23\n   1 message\n-bash: warning: here be dragons\n",
            stderr: "You have mail.\ntput: unknown terminal\n",
            trailingStdout: "logout\n",
        },
    },
    "a German locale": { locale: "de" },
    "an older release": { release: "11.3.36.10.0" },
    "the cleaning up told last": { wording: "clean-up-last" },
    "one session at a time": { maxSessions: 1 },
    "root's rights by sudo": { requirePrivilege: "sudo" },
};

const sample = [1, 2, 4, 5, 6, 8, 9, 12, 13, 18, 21, 24, 25, 27, 28, 29, 30, 35, 36, 38, 39, 40, 43, 45];

const stories = [
    ...zoneStories,
    ...configurationStories,
    ...storageStories,
    ...hostStories,
    ...accessStories,
    ...interruptedStories,
];

/** Each with another variation, and with another of the forms that the facts leave open. */
const rows = sample.map((number, index): [string, string, Story, FailureScene] => {
    const names = Object.keys(variations);
    const name = names[index % names.length]!;
    const story = stories.find((each) => each.number === number && each.variant === undefined)!;
    const scene = sceneOf(story, 1 + (number % 7));
    const hosts = scene.fleet.hosts.map((host) => ({ ...host, ...variations[name] }));
    return [titleOf(story), name, story, { ...scene, fleet: { ...scene.fleet, hosts } }];
});

let provider: ProviderRuns;
beforeAll(async () => {
    provider = await ProviderRuns.start();
});
afterAll(() => provider.stop());

it.each(rows)("%s, on hosts with %s", async (_title, _variation, story, scene) => {
    await tell(story, (fleet) => provider.on(fleet), scene);
});

it("#26 the login may not migrate on the source: nothing gives it privileges", async () => {
    const story = { number: 26, variant: "nothing gives it privileges" };
    const refused = dryRunRefused("set `privilege` to pfexec or sudo", [
        "the login lacks the rights to migrate kzone1",
        "only a privileged user may migrate a zone.",
    ]);
    const asked = { global1: { privilege: "pfexec" } };
    await onScene(
        story,
        (fleet) => provider.on(fleet, asked),
        async (pulumi, fleet, { olds, news }) => {
            expectSaid(await pulumi.preview(olds, news), refused);
            const ending = await pulumi.update(olds, news);
            expectSaid(ending, refused);
            expect(ending.state).toBe(olds);
            expect(held(fleet)).toEqual(["running", "absent"]);
        },
    );
});
