import { type Engine, enginePath } from "./engine";

/** The directories of one stack; all are inside its temporary directory. */
export interface StackDirectories {
    /** The CLI's own files: PULUMI_HOME. */
    home: string;
    /** The file backend. */
    state: string;
    /** The workspace: Pulumi.yaml and the stack's configuration. */
    work: string;
    /** TMPDIR of the CLI and of the providers: the CLI keeps logs there. */
    temporary: string;
}

/**
 * The environment of the CLI: this process's own, less everything that configures Pulumi, so that neither the user's
 * login nor their settings get into a test.
 */
export function cliEnvironment(
    engine: Engine,
    directories: StackDirectories,
    extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    return {
        ...Object.fromEntries(inherited),
        PATH: enginePath(engine, process.env.PATH),
        TMPDIR: directories.temporary,
        PULUMI_HOME: directories.home,
        PULUMI_BACKEND_URL: `file://${directories.state}`,
        PULUMI_CONFIG_PASSPHRASE: "for tests only",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Nothing here may be fetched: every plugin that is used lies beside the CLI.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
        NO_COLOR: "1",
        ...extra,
    };
}
