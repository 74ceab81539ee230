"use strict";

const automation = require("@pulumi/pulumi/automation");

/** The CLI, without the three questions (outputs, history) that the API asks after each operation; nobody reads the answers. */
async function quickCommand() {
    const command = await automation.PulumiCommand.get();
    const run = command.run.bind(command);
    command.run = async (args, ...rest) => {
        const unread = args[0] === "stack" && { output: "{}", history: "[]" }[args[1]];
        return unread ? { stdout: unread, stderr: "", code: 0 } : await run(args, ...rest);
    };
    return command;
}

/**
 * Takes a zone over on global1, previews its move to global2 and makes it, with the program in this very process. What
 * happened is printed as one line of JSON. The environment says which zone it is and how the hosts are reached.
 */
exports.drive = async (program) => {
    const { ZONE: zone, HOSTS: hosts, STEPS: steps = "create,preview,up" } = process.env;
    let host = "global1";
    const stack = await automation.LocalWorkspace.createOrSelectStack(
        { projectName: "programs", stackName: zone, program: () => program(zone, host) },
        {
            pulumiCommand: await quickCommand(),
            stackSettings: { [zone]: { config: { "solaris:hosts": hosts } } },
        },
    );
    const results = {};
    for (const step of steps.split(",")) {
        const verb = step === "preview" ? "preview" : "up";
        host = step === "create" ? "global1" : "global2";
        const diagnostics = [];
        const onEvent = ({ diagnosticEvent }) => diagnosticEvent && diagnostics.push(diagnosticEvent);
        try {
            const { stdout } = await stack[verb]({ onEvent, color: "never" });
            results[step] = { ok: true, text: stdout, diagnostics };
        } catch (error) {
            results[step] = { ok: false, text: String(error), diagnostics };
            break;
        }
    }
    console.log(`RESULTS ${JSON.stringify(results)}`);
};
