/** The text of `--help`. */
export const usage = `Usage: pulumi-solaris check-host HOST... [options]
       pulumi-solaris discover --hosts HOST,... [options]

check-host checks whether hosts are set up for moving Solaris kernel zones, and prints a table. Only
reads.

  --to TARGET          a host to which zones of each HOST are to move: tries the login from
                       there to TARGET; may be given several times
  --hosts FILE         what the hosts are: a file with the JSON text of solaris:hosts, - for
                       standard input; without it OpenSSH's own configuration says that

discover reads hosts and prints their kernel zones: where, state, size, whether the storage is shared,
and to which of the other hosts each can live-migrate. Changes nothing on any host.

  --hosts HOST,...     the hosts to read
  --hosts-file FILE    what the hosts are, as --hosts of check-host
  --all                instead of --hosts: all hosts of the hosts' file
  --probe              also tries the logins from host to host that migrations make
  --write DIR          writes a Pulumi project that takes the zones over as they are; DIR must be
                       empty or not there

Both:

  --ssh-config FILE    OpenSSH's configuration file instead of the usual ones; none for none
  --json               print what was found as JSON
  --help               print this text

With the hosts of a Pulumi stack:

  pulumi config get solaris:hosts | npx pulumi-solaris check-host --hosts - global1 --to global2
  pulumi config get solaris:hosts | npx pulumi-solaris discover --hosts-file - --all

npx finds this program in a project that has the package pulumi-solaris installed, and in its own
repository after npm ci.

Exit code: 0 if nothing has failed, 1 if something has or could not be read, 2 for a mistake in the
call or in the files that it names.
`;
