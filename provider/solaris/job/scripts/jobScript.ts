import { quoteArgument } from "../../../transport/commands/quote";
import { shownFunction } from "./prelude";

/** One program of a job: the step's name in the log, and its argument vector. */
export interface JobStep {
    readonly name: string;
    readonly argv: readonly string[];
}

/**
 * The job itself: takes the zone's lock, runs its steps one after the other until one fails or somebody asks it to stop,
 * and leaves its status, `STEP EXITCODE`. Its output goes to the log only, so nothing depends on who reads along.
 */
export function jobScript(zone: string, id: string, steps: readonly JobStep[]): string {
    const lock = quoteArgument(`../lock,${zone}`);
    const next = quoteArgument(`../next,${zone},`);
    return `trap '' HUP INT
umask 077
id=${quoteArgument(id)}
zone=${quoteArgument(zone)}
lock=${lock}
leave() {
    echo "$*" >status.new && /usr/bin/mv status.new status
    exit 0
}
# Where nothing can be written nothing is begun: a lock without a name on it would lock the zone for good.
written=
echo "$$ $id" >pid.new && read -r written <pid.new
if [ "$written" != "$$ $id" ] || ! /usr/bin/mv pid.new pid; then
    exit 1
fi
# Whose a lock or a claim is: its owner's pid file, hard-linked, so that it is never seen without its content.
read_owner() {
    owner_pid=
    owner=
    if [ -f "$1" ]; then
        owner=unnamed
        read -r owner_pid owner 2>/dev/null <"$1"
        owner=\${owner:-unnamed}
    fi
}
${shownFunction}# Whether the owner may be at work: it is, or what it has started is, or that cannot be told.
owner_runs() {
    shown "$owner_pid" "job-$owner" && return 0
    child=
    if [ -f "../$zone,$owner/child" ]; then
        read -r child <"../$zone,$owner/child"
    fi
    shown "$child" zoneadm && return 0
    shown $$ "job-$id" || return 0
    /usr/bin/sleep 1
    shown "$owner_pid" "job-$owner"
}
finish() {
    echo "$*" >status.new && /usr/bin/mv status.new status
    read_owner "$lock"
    if [ "$owner" = "$id" ]; then
        /usr/bin/rm -f "$lock"
    fi
    exit 0
}
# A lock whose job is gone (killed, or the host was restarted) has one heir: who links his claim to it first. The heir of a
# claimant that is gone too is found in the same way. A lock is taken away by the heir of its owner and by nobody else.
inherit() {
    first=$owner
    claim=${next}$first
    claims=$claim
    until /usr/bin/ln pid "$claim" 2>/dev/null; do
        read_owner "$claim"
        if [ -z "$owner" ] || owner_runs; then
            leave held "$owner"
        fi
        claim=${next}$owner
        claims="$claims $claim"
    done
    read_owner "$lock"
    if [ "$owner" = "$first" ]; then
        /usr/bin/rm -f "$lock"
    fi
    taken=
    if /usr/bin/ln pid "$lock" 2>/dev/null; then
        taken=yes
    fi
    # Who comes late with one of these reads another owner in the lock.
    for claim in $claims; do
        /usr/bin/rm -f "$claim"
    done
    [ -n "$taken" ]
}
if ! /usr/bin/ln pid "$lock" 2>/dev/null; then
    read_owner "$lock"
    if [ -z "$owner" ] || owner_runs || ! inherit; then
        read_owner "$lock"
        leave held "$owner"
    fi
fi
${steps
    // A program leaves its number before it begins: if this shell is killed, it is known that the program goes on.
    .map(({ name, argv }, index) => {
        const command = argv.map(quoteArgument).join(" ");
        return `if [ -f stop ]; then
    finish stopped 0
fi
printf '${index === 0 ? "" : "\\n"}%s\\n' "@$id step ${name}" >>log || finish ${name} 1
/bin/sh -c 'echo "$$" >child && exec "$@"' sh ${command} </dev/null >>log 2>&1 &
wait "$!"
code=$?
if [ "$code" -ne 0 ]; then
    finish ${name} "$code"
fi
`;
    })
    .join("")}finish done 0
`;
}
