import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fleet } from "./fleet";

/** What a person needs to try the provider on simulated hosts; it goes with the hosts. */
export interface PulumiFiles {
    /** The value of `solaris:hosts`, as JSON. */
    readonly hosts: string;
    /** Where Pulumi is to keep its state, so that nothing is left of a stack whose zones are gone. */
    readonly backend: string;
}

export function writePulumiFiles(fleet: Fleet): PulumiFiles {
    const hosts = join(fleet.directory, "hosts.json");
    writeFileSync(hosts, `${JSON.stringify(fleet.inventory(), undefined, 2)}\n`, { mode: 0o600 });
    const backend = join(fleet.directory, "pulumi");
    mkdirSync(backend, { mode: 0o700 });
    return { hosts, backend };
}

/** What `npm run hosts` prints: where the hosts are, and what can be typed. */
export function introduction(fleet: Fleet, { hosts: hostsFile, backend }: PulumiFiles): string {
    const ssh = `ssh -F ${fleet.sshConfigFile}`;
    const hosts = Object.values(fleet.hosts).map(
        (host) => `  ${host.name}  ${host.address}:${host.port}  user ${host.user}  host key ${host.hostKey}`,
    );
    return `Simulated Solaris hosts:

${hosts.join("\n")}

Try, in another terminal (a dry run, the migration, and a dry run that is refused):

  ${ssh} global1 zoneadm list -cv
  ${ssh} global2 zoneadm list -cv
  ${ssh} global1 zoneadm -z kzone1 migrate -n ssh://global2
  ${ssh} global1 zoneadm -z kzone1 migrate ssh://global2
  ${ssh} global2 zoneadm list -cv
  ${ssh} global1 zoneadm -z kzone2 migrate -n ssh://global2
  ${ssh} global1 zonecfg -z kzone3 create          # from the default template
  ${ssh} global1 zoneadm -z kzone3 install
  ${ssh} global1 zoneadm -z kzone3 boot
  ${ssh} global1                                   # a shell; leave with exit

Whether they are set up for moving zones, and which zones there are, as the provider sees it:

  npx pulumi-solaris check-host global1 --to global2 --ssh-config ${fleet.sshConfigFile}
  npx pulumi-solaris check-host global1 --to global2 --hosts-file ${hostsFile}
  npx pulumi-solaris discover --all --hosts-file ${hostsFile}

A move by Pulumi, with a CLI of your own, in this repository, whose root is the project examples/live-migration (kzone1 on
global1 to begin with):

  export PULUMI_BACKEND_URL=${pathToFileURL(backend).href} PULUMI_CONFIG_PASSPHRASE=
  pulumi stack init simulated
  pulumi config set zoneName kzone1
  pulumi config set host global1
  pulumi config set solaris:sshConfig none
  pulumi config set solaris:hosts "$(cat ${hostsFile})"
  pulumi up                                        # takes the zone over
  pulumi config set host global2
  pulumi preview                                   # the dry run
  pulumi up                                        # the move
  pulumi stack rm --force simulated                # forgets it, with its file Pulumi.simulated.yaml

A zone from its creation to its end by Pulumi, in this repository too (these hosts have the profile, and take any disk for
an empty one):

  cd examples/zone-as-code
  export PULUMI_BACKEND_URL=${pathToFileURL(backend).href} PULUMI_CONFIG_PASSPHRASE=
  pulumi stack init created
  pulumi config set zoneName web1
  pulumi config set host global1
  pulumi config set storage iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003
  pulumi config set profile /export/profiles/web1.xml
  pulumi config set solaris:sshConfig none
  pulumi config set solaris:hosts "$(cat ${hostsFile})"
  pulumi up                                        # configures, installs and boots it
  pulumi config set memory 12g && pulumi up        # changes it while it runs
  pulumi config set host global2 && pulumi up      # moves it
  pulumi config set deletionPolicy delete && pulumi up && pulumi destroy
  pulumi stack rm --force created                  # in that folder still

What the hosts hold, rewritten on each change (also: npm run hosts -- --state):

  ${fleet.stateFile}

Ctrl-C stops the hosts.
`;
}
