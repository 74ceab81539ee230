/** The text of `--help`. */
export const usage = `Usage: pulumi-solaris check-host HOST... [options]

Checks whether hosts are set up for moving Solaris kernel zones, and prints a table. Only reads.

  --to TARGET          a host to which zones of each HOST are to move: tries the login from
                       there to TARGET; may be given several times
  --hosts FILE         what the hosts are: a file with the JSON text of solaris:hosts, - for
                       standard input; without it OpenSSH's own configuration says that
  --ssh-config FILE    OpenSSH's configuration file instead of the usual ones; none for none
  --json               print the reports as JSON
  --help               print this text

With the hosts of a Pulumi stack:

  pulumi config get solaris:hosts | npx pulumi-solaris check-host --hosts - global1 --to global2

npx finds this program in a project that has the package pulumi-solaris installed, and in its own
repository after npm ci.

Exit code: 0 if nothing has failed, 1 if something has, 2 for a mistake in the call or in the files
that it names.
`;
