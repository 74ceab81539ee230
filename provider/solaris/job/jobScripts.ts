import { quoteArgument } from "../../transport/commands/quote";

/*
 * The shell's part of a durable job. It has to run in whatever /bin/sh a host has (ksh93 on Solaris 11, dash, bash), so it
 * keeps to POSIX, calls every program by its absolute path, and speaks in lines between two marks which only this
 * call knows: what a login prints, or zoneadm, cannot be taken for the script's own words, nor a line that was cut off.
 *
 * Layout, on the source host:
 *
 *   /var/tmp/pulumi-solaris-UID/        mode 700, ours
 *       ZONE,ID/                        one job: request, job-ID (its script), pid, log, status; collected
 *       lock,ZONE                       a hard link to the pid file of the job that works on the zone
 *       next,ZONE,ID                    the same of the one that inherits the lock of a job ID that is gone
 *
 * /var/tmp and not /tmp: it outlives a reboot, and so does the knowledge that a job was under way when the host went down.
 */

/** One program of a job: the step's name in the log, and its argument vector. */
export interface JobStep {
    readonly name: string;
    readonly argv: readonly string[];
}

// Finished jobs that failed are kept for a person to look at: so many for each zone.
const keptPerZone = 5;

/** `$mark`, `$base`, and the functions that all scripts use. Arguments: mark, then those of the script. */
const prelude = `
mark=$1
shift
say() { printf '%s\\n' "$mark $*$mark"; }
umask 077
user=$(/usr/bin/id)
user=\${user#uid=}
user=\${user%%"("*}
base=/var/tmp/pulumi-solaris-$user

# Whether the directory is a real one, ours, and closed to everybody else. In a sticky parent nobody can then replace it.
safe() {
    set -f
    set -- $(/usr/bin/ls -ldn "$base" 2>/dev/null)
    set +f
    seen="$1 owner $3"
    case $1 in
        'drwx------' | 'drwx------'[.@]) ;;
        *) return 1 ;;
    esac
    [ "$3" = "$user" ]
}

# Whether others could replace what stands in the parent directory.
safe_parent() {
    set -f
    set -- $(/usr/bin/ls -ldn /var/tmp/. 2>/dev/null)
    set +f
    seen="/var/tmp: $1 owner $3"
    case $1 in
        d????????[tT]* | d????-??-?*) ;;
        *) return 1 ;;
    esac
    [ "$3" = 0 ]
}

# Whether a process is the job's own: its arguments name the job, so that another one with the same number is not.
# 0: it runs. 1: it does not. 2: that cannot be told. Only a ps that shows this very shell is believed, and only twice.
shown() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    case $(/usr/bin/ps -o args= -p "$1" 2>/dev/null) in
        *"$2"*) return 0 ;;
    esac
    return 1
}
alive() {
    shown "$1" "$2" && return 0
    # Its shell can have been killed, and the program that it was waiting for goes on.
    child=
    if [ -f "$3/child" ]; then
        read -r child <"$3/child"
    fi
    shown "$child" zoneadm && return 0
    shown $$ sh || return 2
    return 1
}
surely_dead() {
    alive "$@"
    [ $? -eq 1 ] || return 1
    /usr/bin/sleep 1
    alive "$@"
    [ $? -eq 1 ]
}
`;

/** Follows the log of the job in the current directory until the job has ended; `$id` and `$pid` are set. */
const following = `
# Quick at first, when one phase follows the other and a refusal comes at once.
nap=0.02
quiet=0
turns=0
part=
# A redirection of exec that fails would end the shell without a word.
if [ ! -f log ]; then
    say died
    exit 0
fi
exec 3<log
while :; do
    ended=
    if [ -f status ]; then
        ended=yes
    fi
    while IFS= read -r line <&3; do
        say "log $part$line"
        part=
        quiet=0
    done
    part=$part$line
    if [ -n "$ended" ]; then
        break
    fi
    quiet=$((quiet + 1))
    turns=$((turns + 1))
    if [ "$quiet" -gt 600 ]; then
        nap=0.3
    elif [ "$turns" -gt 100 ]; then
        nap=0.1
    fi
    if [ "$((turns % 20))" -eq 0 ]; then
        if [ -f pid ]; then
            read -r pid rest <pid
        fi
        if surely_dead "$pid" "$id" . && [ ! -f status ]; then
            break
        fi
    fi
    /usr/bin/sleep "$nap" 2>/dev/null || /usr/bin/sleep 1
done
exec 3<&-
if [ -n "$part" ]; then
    say "log $part"
fi
if [ -f status ]; then
    read -r status <status
    say "status $status"
else
    say died
fi
`;

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
shown() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    case $(/usr/bin/ps -o args= -p "$1" 2>/dev/null) in
        *"$2"*) return 0 ;;
    esac
    return 1
}
# Whether the owner may be at work: it is, or what it has started is, or that cannot be told.
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

/**
 * Makes the job's directory, starts the job detached from this session, and follows its log.
 *
 * Arguments: mark, zone, id. Says `unsafe REASON` or `refused REASON` where nothing was started, `started PID`, `log LINE`,
 * and at the end `status STEP CODE` or `died`.
 */
export function startScript(request: readonly string[], job: string): string {
    return `${prelude}
zone=$1
id=$2
/usr/bin/mkdir -m 700 "$base" 2>/dev/null
if ! safe_parent; then
    say "unsafe $seen"
    exit 0
fi
if ! safe; then
    if [ -d "$base" ] || [ -f "$base" ] || [ -L "$base" ]; then
        say "unsafe $base: $seen"
    else
        say "refused $base cannot be made"
    fi
    exit 0
fi
refuse() {
    say "refused $*"
    cd "$base" && /usr/bin/rm -rf "$zone,$id"
    exit 0
}
cd "$base" || refuse "$base cannot be entered"
/usr/bin/mkdir "$zone,$id" 2>/dev/null || refuse "$base cannot be written"
cd "$zone,$id" || refuse "$base/$zone,$id cannot be entered"
{
    printf '%s\\n' ${request.map(quoteArgument).join(" ")} &&
        printf '%s\\n' "since=$(/usr/bin/date -u '+%Y-%m-%dT%H:%M:%SZ')" "client=\${SSH_CLIENT%% *}"
} >request || refuse "$base/$zone,$id cannot be written"
printf '%s' ${quoteArgument(job)} >"job-$id" || refuse "$base/$zone,$id cannot be written"
true >log || refuse "$base/$zone,$id cannot be written"
if [ ! -x /usr/bin/nohup ]; then
    refuse "there is no /usr/bin/nohup"
fi
if ! shown $$ sh; then
    refuse "/usr/bin/ps does not tell what runs"
fi
/usr/bin/nohup /bin/sh "./job-$id" </dev/null >/dev/null 2>&1 &
pid=$!
say "started $pid"
${following}`;
}

/** Follows a job that was started before. Arguments: mark, zone, id. Says what startScript says, or `gone`. */
export const followScript = `${prelude}
zone=$1
id=$2
/usr/bin/mkdir -m 700 "$base" 2>/dev/null
if ! safe || ! cd "$base" 2>/dev/null; then
    say "unsafe $base: $seen"
    exit 0
fi
# A start that is on its way yet finds the name taken, and begins nothing.
if /usr/bin/mkdir "$zone,$id" 2>/dev/null; then
    true >"$zone,$id/collected"
    say gone
    exit 0
fi
if ! cd "$zone,$id" 2>/dev/null; then
    say "unsafe $base/$zone,$id cannot be entered"
    exit 0
fi
if [ -f collected ] && [ ! -f request ]; then
    say gone
    exit 0
fi
pid=
if [ -f pid ]; then
    read -r pid rest <pid
fi
${following}`;

/**
 * Lists the jobs that nobody has finished yet. Arguments: mark. Says `now TIME`, and for each job `job ZONE,ID`, then
 * `request LINE`, `status STEP CODE` or `alive` or `dead`, and `log LINE`; at the end `end`.
 */
export const listScript = `${prelude}
say "now $(/usr/bin/date -u '+%Y-%m-%dT%H:%M:%SZ')"
if safe && cd "$base" 2>/dev/null; then
    for job in *,*; do
        if [ ! -d "$job" ] || [ -f "$job/collected" ]; then
            continue
        fi
        say "job $job"
        if [ -f "$job/request" ]; then
            while IFS= read -r line; do
                say "request $line"
            done <"$job/request"
        fi
        pid=
        if [ -f "$job/pid" ]; then
            read -r pid rest <"$job/pid"
        fi
        state=alive
        if [ -z "$pid" ]; then
            state=starting
        elif [ ! -f "$job/status" ] && surely_dead "$pid" "\${job##*,}" "$job"; then
            state=dead
        fi
        if [ -f "$job/status" ]; then
            read -r status <"$job/status"
            state="status $status"
        fi
        say "$state"
        if [ -f "$job/log" ]; then
            /usr/bin/tail -40 "$job/log" | {
                line=
                while IFS= read -r line; do
                    say "log $line"
                done
                if [ -n "$line" ]; then
                    say "log $line"
                fi
            }
        fi
    done
elif [ -d "$base" ] || [ -f "$base" ] || [ -L "$base" ]; then
    say "unsafe $base: $seen"
fi
say end
`;

/** Removes a job whose work is done. Arguments: mark, zone, id. Says `end`. */
export const removeScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base" 2>/dev/null && /usr/bin/rm -rf "$zone,$id"; then
    say end
fi
`;

/**
 * Runs the last command of a job whose work is done, and removes the job if that has succeeded; exits as the command does,
 * and passes on what it prints. Arguments: mark, zone, id.
 */
export function finishScript(command: readonly string[]): string {
    return `${prelude}
zone=$1
id=$2
${command.map(quoteArgument).join(" ")} </dev/null || exit
if safe && cd "$base" 2>/dev/null; then
    /usr/bin/rm -rf "$zone,$id"
fi
exit 0
`;
}

/** Keeps a job that failed, for a person to look at, and removes the oldest of those. Arguments: mark, zone, id. */
export const keepScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base" 2>/dev/null && [ -d "$zone,$id" ]; then
    true >"$zone,$id/collected" || exit 1
    count=0
    for job in $(/usr/bin/ls -1t); do
        case $job in
            "$zone,"*)
                if [ -f "$job/collected" ]; then
                    count=$((count + 1))
                    if [ "$count" -gt ${keptPerZone} ]; then
                        /usr/bin/rm -rf "$job"
                    fi
                fi
                ;;
        esac
    done
fi
say end
`;

/** Asks a job not to begin another step. What is running is not touched. Arguments: mark, zone, id. Says `end`. */
export const stopScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base/$zone,$id" 2>/dev/null; then
    true >stop
fi
say end
`;
