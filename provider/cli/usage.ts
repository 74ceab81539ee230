import type { CommandName } from "./options";

const general = `Usage: pulumi-solaris check-host HOST... [options]
       pulumi-solaris discover --hosts HOST,... [options]

  check-host           checks whether hosts are set up for moving Solaris kernel zones
  discover             prints the kernel zones of hosts and where each can live-migrate; can write
                       a Pulumi project that takes them over

  COMMAND --help       the options of a command; also help COMMAND
  --version            the version of this program

Neither changes anything on any host. npx finds this program in a project that has the package
pulumi-solaris installed, and in its own repository after npm ci.
`;

const commonOptions = `  --ssh-config FILE    OpenSSH's configuration file instead of the usual ones; none for none
  --json               print what was found as JSON
  --help               print this text`;

const commands: Readonly<Record<CommandName, string>> = {
    "check-host": `Usage: pulumi-solaris check-host HOST... [options]

Checks whether hosts are set up for moving Solaris kernel zones, and prints a table. Only reads.

  --to TARGET          a host to which zones of each HOST are to move: tries the login from
                       there to TARGET; may be given several times
  --hosts-file FILE    what the hosts are: a file with the JSON text of solaris:hosts, - for
                       standard input; without it OpenSSH's own configuration says that
${commonOptions}

With the hosts of a Pulumi stack:

  pulumi config get solaris:hosts | npx pulumi-solaris check-host --hosts-file - global1 --to global2

Exit code: 0 if nothing has failed, 1 if something has, 2 for a mistake in the call or in the files
that it names.
`,
    discover: `Usage: pulumi-solaris discover --hosts HOST,... [options]

Reads hosts and prints their kernel zones: where, state, size, whether the storage is shared, and to
which of the other hosts each can live-migrate. Changes nothing on any host.

  --hosts HOST,...     the hosts to read
  --hosts-file FILE    what the hosts are: a file with the JSON text of solaris:hosts, - for
                       standard input; without it OpenSSH's own configuration says that
  --all                instead of --hosts: all hosts of the hosts' file
  --probe              also tries the logins from host to host that migrations make
  --write DIR          writes a Pulumi project that takes the zones over as they are; DIR must be
                       empty or not there
${commonOptions}

With the hosts of a Pulumi stack:

  pulumi config get solaris:hosts | npx pulumi-solaris discover --hosts-file - --all

Exit code: 0 if all was read, 1 if something could not be, 2 for a mistake in the call, in the files
that it names or in DIR.
`,
};

/** The text of `--help`: of a command, or of all. */
export function usageOf(command: CommandName | undefined): string {
    return command === undefined ? general : commands[command];
}
