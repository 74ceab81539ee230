import { prelude } from "./prelude";

/** Follows the log of the job in the current directory until the job has ended; `$id` and `$pid` are set. */
export const following = `
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
    # Silent for half an hour: less work for the host, and the end is still told within a second.
    if [ "$quiet" -gt 6000 ]; then
        nap=0.6
    elif [ "$quiet" -gt 600 ]; then
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
