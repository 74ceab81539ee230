import type { Command, CommandResult } from "../../../provider/transport/command";
import { exited } from "./scriptedRunner";

/** What a program prints, and its exit code where that is not 0. */
export type SectionAnswer = string | readonly [exitCode: number, text: string];

/** Answers of a host on which all is well; by section of the script. */
export const soundAnswers: Readonly<Record<string, SectionAnswer>> = {
    hostid: "848611d4\n",
    nodeName: "global1\n",
    release: "SunOS 11.4.48.123.0\n",
    processorType: "i386\n",
    maintenance: "",
    services: [
        1,
        "online         svc:/network/kz-migr:stream\nonline         svc:/system/rad:local\ndisabled       svc:/system/rad:remote\n" +
            "svcs: Pattern 'svc:/system/memory-reserve*' doesn't match any instances\n",
    ],
    links: "net0\nnet1\nkzone1/net0\n",
    memory: "Memory size: 262144 Megabytes\n",
    processors:
        "The physical processor has 8 cores and 16 virtual processors (0-15)\n" +
        "  The core has 2 virtual processors (0 1)\n" +
        "  x86 (GenuineIntel 406F1 family 6 model 79 step 1 clock 2200 MHz)\n" +
        "        Intel(r) Xeon(r) CPU E5-2699 v4 @ 2.20GHz\n",
    userId: "uid=100(zadm) gid=10(staff)\n",
    profiles: "zadm:\n          Zone Migration\n          Zone Configuration\n          All\n",
    authorizations: "solaris.zone.config,solaris.zone.migrate\n",
};

/** What the script prints on a host that answers so; a section without an answer is not there. */
export function printedBy(script: string, answers: Readonly<Record<string, SectionAnswer>>): string {
    const asked = [...script.matchAll(/'(\S+) begin (\w+)'/g)];
    return asked
        .flatMap(([, mark = "", name = ""]) => {
            const answer = answers[name];
            if (answer === undefined) {
                return [];
            }
            const [exitCode, text] = typeof answer === "string" ? [0, answer] : answer;
            return [`\n${mark} begin ${name}\n${text}\n${mark} end ${name} ${exitCode}\n`];
        })
        .join("");
}

/** For a scripted runner: the answer to `host facts`. */
export function factsAnswer(
    deviations: Readonly<Record<string, SectionAnswer>> = {},
): (command: Command) => CommandResult {
    return ({ argv }) => {
        const script = String(argv[argv.indexOf("-c") + 1]);
        return exited(0, printedBy(script, { ...soundAnswers, ...deviations }));
    };
}
