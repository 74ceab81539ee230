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

/** `shown PID WORD`: whether there is such a process and its arguments hold the word. */
export const shownFunction = `shown() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
    esac
    case $(/usr/bin/ps -o args= -p "$1" 2>/dev/null) in
        *"$2"*) return 0 ;;
    esac
    return 1
}
`;

/** `$mark`, `$base`, and the functions of the scripts that a session runs. Arguments: mark, then those of the script. */
export const prelude = `
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
${shownFunction}alive() {
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
