import type { InventoryHost } from "../transport/inventory/inventory";
import { kernelZoneBrand } from "./brand";
import { argvOf, scriptCall, type ToolCall } from "./tool";
import { exportConfiguration } from "./zonecfg";
import { listZones } from "./zoneadmList";

/** How much one command may print, in bytes. */
export interface AnswerLimits {
    /** Of one configuration; a longer one is not printed. */
    readonly configuration: number;
    /** Of all together; the zones behind it are only named. */
    readonly answer: number;
}

// A configuration has a few KiB. An answer stays well below what the transport keeps of a command's output.
const usualLimits: AnswerLimits = { configuration: 128 * 1024, answer: 1536 * 1024 };

// A zonecfg takes some hundredths of a second, and a host can have hundreds of zones.
const timeoutMs = 600_000;

/*
 * Prints, for each kernel zone, blocks that begin with a line of the mark and a word:
 *
 *   zone NAME STATE    what zonecfg says on standard error while it exports the stored configuration
 *   stored STATUS      the configuration, unless it is `long`
 *   live               what zonecfg says on standard error while it exports the running configuration
 *   running STATUS     the configuration, unless it is `long`; `same` where it is the stored one
 *   end NAME
 *
 * and in the end `done`, or `list STATUS` where the zones could not be listed. A `rest NAME` stands for a zone that did
 * not fit. Standard error goes past the variables, so that only configurations are compared.
 */
const script = `
mark=$1
zoneadm=$2
zonecfg=$3
longest=$4
room=$5
shift 5
rights=
while [ "$1" != -- ]; do
    rights="$rights $1"
    shift
done
shift
say() { printf '\\n%s\\n' "$mark $*"; }
exec 3>&1
list=$("$zoneadm" list -cp 2>&3)
status=$?
if [ "$status" -ne 0 ]; then
    say "list $status"
    exit 0
fi
live=yes
show() {
    if [ "\${#2}" -gt "$longest" ]; then
        say "$1 long"
    else
        say "$1 $3"
        printf '%s\\n' "$2"
        room=$((room - \${#2}))
    fi
}
ask() {
    say "zone $1 $2"
    stored=$($rights "$zonecfg" -z "$1" export </dev/null 2>&3)
    status=$?
    show stored "$stored" "$status"
    if [ "$2" = running ] && [ "$live" = yes ]; then
        say live
        running=$($rights "$zonecfg" -z "$1" -r export </dev/null 2>&3)
        status=$?
        if [ "$status" -eq 2 ]; then
            live=
        fi
        if [ "$status" -eq 0 ] && [ "$running" = "$stored" ]; then
            say same
        else
            show running "$running" "$status"
        fi
    fi
    say "end $1"
}
wanted=" $* "
while IFS= read -r line; do
    case $line in
        *:${kernelZoneBrand}:*) ;;
        *) continue ;;
    esac
    line=\${line#*:}
    name=\${line%%:*}
    line=\${line#*:}
    case $wanted in
        "  " | *" $name "*) ;;
        *) continue ;;
    esac
    if [ "$room" -gt 0 ]; then
        ask "$name" "\${line%%:*}"
    else
        say "rest $name"
    fi
done <<end_of_list
$list
end_of_list
say done
exit 0
`;

/**
 * Everything in one command, whatever the number of zones: a list of the zones, and `zonecfg export` for each. Changes
 * nothing; zonecfg gets the rights that it gets elsewhere.
 *
 * @param mark A word made up for this one call, to be given to `parseConfigurations` again.
 * @param zones The zones to ask for; none for all.
 */
export function askConfigurations(
    mark: string,
    privilege: InventoryHost["privilege"],
    zones: readonly string[] = [],
    limits: AnswerLimits = usualLimits,
): ToolCall {
    const example = exportConfiguration("zone", "stored");
    const rights = argvOf(example, privilege).slice(0, -1 - example.args.length);
    const sizes = [limits.configuration, limits.answer].map(String);
    const programs = [listZones().program, example.program];
    const args = [mark, ...programs, ...sizes, ...rights, "--", ...zones];
    return { ...scriptCall("zone configurations", script, ...args), timeoutMs };
}
