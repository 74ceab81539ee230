/** Scripts that mean the same in every POSIX shell, by what they are about. Each starts in an empty directory. */
export const portableScripts: Record<string, string> = {
    parameters: `echo $# "$1" "$2" "$3"; shift; echo $# "$1"; set -- x 'y z'; for a in "$@"; do echo "<$a>"; done
set -- ; echo $#; for a; do echo never; done; set -- -- -x; echo "$1" "$2"`,
    "status and lists": `false; echo $?; true && echo a || echo b; false && echo a || echo b; ! false; echo $?; ! true; echo $?
false || true && echo c; (exit 7); echo $?; { false; echo d; } && echo e`,
    "patterns in parameters": `x=/a/b.c.d; echo \${x#*/} \${x##*/} \${x%.*} \${x%%.*} "\${x#"/a"}" \${x#?} \${x%[!c]}
y='uid=100(zadm) gid=10(staff)'; y=\${y#uid=}; echo "\${y%%(*}"; z='a*b'; echo "\${z%"*b"}" "\${z%\\*b}"
echo \${none:-d} \${none-d} "\${none:+e}" \${x:+e} \${#x}; e=; echo "\${e:-d}" "\${e-d}" "\${e+s}"; echo \${f:=g} $f`,
    arithmetic: `n=5; n=$((n + 1)); echo $n $((n * 2 - 1)) $((n % 4)) $((n / 4)) $(((n - 1) * 2)) $((n > 3)) $((n == 3)) $((-n))
i=0; while [ "$i" -lt 3 ]; do i=$((i + 1)); done; echo $i`,
    "if and tests": `if false; then echo a; elif [ 1 = 1 ]; then echo b; else echo c; fi; if [ -z "" ]; then :; fi; echo $?
if false; then echo x; fi; echo $?; if [ -n x ] && [ 3 -gt 2 ] && [ 2 -le 2 ] && [ ! 1 -ge 2 ]; then echo y; fi
[ a != a ]; echo $?; test 5 -eq 5; echo $?; [ "" ]; echo $?; [ x -a "" ]; echo $?; [ x -o "" ]; echo $?; [ ! -e nothing ]; echo $?
[ 1 -eq x ] 2>/dev/null; echo $?; [ = = = ]; echo $?; [ "(" = ")" ]; echo $?`,
    "files and tests": `: >f; echo x >g; /usr/bin/mkdir d; /usr/bin/ln -s g l; /usr/bin/ln -s nowhere b
for t in -e -f -d -L -h -s; do for n in f g d l b none; do if [ $t $n ]; then printf '%s ' "$t$n"; fi; done; done; echo`,
    loops: `for i in 1 2 3 4; do if [ $i = 2 ]; then continue; fi; if [ $i = 4 ]; then break; fi; echo $i; done; echo $?
for a in 1 2; do for b in x y; do if [ $b = y ]; then continue 2; fi; echo $a$b; done; echo no; done
while :; do until false; do break 2; done; echo no; done; echo out
for i in; do echo no; done; echo $?; false; for i in 1; do :; done; echo $?; while false; do :; done; echo $?`,
    case: `for w in alpha beta x1 '*' '' 'a b' 12; do
    case $w in
        a*|b?ta) echo "greek $w" ;;
        [!0-9]?) echo "two $w" ;;
        (\\*) echo star ;;
        "") echo empty ;;
        *[!0-9]*) echo other ;;
        *) echo number;;
    esac
done; case x in y) echo no;; esac; echo $?; case x in x) ;; esac; echo $?; p='a*'; case abc in "$p") echo no;; $p) echo yes;; esac`,
    functions: `f() { echo "f $# $1"; return 3; echo no; }; f a b; echo $?; g() { x=changed; }; x=1; g; echo $x
h() ( x=lost; exit 4 ); h; echo $? $x; r() { if [ "$1" -gt 0 ]; then echo $1; r $(($1 - 1)); fi; }; r 3
finish() { echo "end $*"; exit 5; }; k() { for i in 1 2; do return; done; }; k; echo $?; f x >out; /usr/bin/cat out; finish a "b  c"; echo no`,
    "groups and subshells": `x=1; ( x=2; echo $x; exit 3 ); echo $? $x; { x=4; }; echo $x; (cd /; x=5); echo $x
{ echo a; echo b >&2; } 2>/dev/null; { echo c; } | /usr/bin/cat; echo d | (read -r v; echo "<$v>"); ( (echo n) )`,
    substitution: `x=$(echo a; echo b); echo "$x"; echo $x; y=$(exit 3); echo $?; echo "$(printf 'z\\n\\n')"; echo "\\\`"'x'"$(echo "$(echo "in ner")")"
v=$(false) && echo no; echo "<$(:)>" $(:) end; w=$(read -r l; echo "$l" <<E
E
); set -- $(echo 'p  q' r); echo $#`,
    "field splitting": `x='  a  b '; set -- $x; echo $# "$1" "$2"; set -- "$x"; echo $#; IFS=,; y='a,,b c,'; set -- $y; echo $# "$2" "$3"
IFS=' ,'; z=' a , b  c'; set -- $z; echo $#; IFS=; set -- $x; echo $# "<$1>"; unset IFS; set -- $x; echo $#; e=; set -- $e "" $e; echo $#; set -- a$x""b; echo $#`,
    "file names": `: >'k1,a'; : >'k2,b'; : >c; : >.h; base=.; echo *,* *; echo "$base"/k1,* "*,*" ?; echo z* "z"*; for j in *,*; do echo "[$j]"; done
x='*,a'; echo $x "$x"; set -f; echo *; set +f; echo [ck]*; /usr/bin/mkdir d; : >d/e; echo */e d/* */; y=*; echo "$y"; case $y in "*") echo literal;; esac`,
    redirection: `echo a >f; echo b >>f; /usr/bin/cat <f; echo c 1>&2 2>/dev/null; { echo o; echo e >&2; } >both 2>&1; /usr/bin/cat both
/usr/bin/cat none 2>/dev/null; echo $?; echo x 2>/dev/null >none/y || echo refused; read -r a 2>/dev/null <nowhere || echo "failed"
exec 3<f; read -r a <&3; read -r b <&3; read -r d <&3; echo $? "$a$b<$d>"; exec 3<&-; (read -r a <&3) 2>/dev/null || echo closed
exec 4>out; echo four >&4; echo five >&4; exec 4>&-; /usr/bin/cat out; : >f; >empty; [ -f empty ] && echo made
while read -r l; do echo "[$l]"; done <out; for i in 1 2; do echo $i; done >loop; /usr/bin/cat loop; if :; then echo i; fi >>loop; /usr/bin/tail -n 1 loop`,
    "here-documents": `x='a  b'; /usr/bin/cat <<E; echo after
1 $x "$x" \\$x \\\\ \\a $(echo s) \${x%b} $((1+1))
E
/usr/bin/cat <<'E'
2 $x "\\$x" $(echo s)
E
/usr/bin/cat <<-E
\t\t3 tabs
\tE
while read -r l; do echo "<$l>"; done <<E
p
q  r
E
f() { /usr/bin/cat; }; f <<A; f <<"B"
a $x
A
b $x
B
/usr/bin/cat <<E >h && echo both
in h
E
/usr/bin/cat h; /usr/bin/cat <<E
E
echo end`,
    read: `printf 'a b  c \\n  d\\ne\\\\f\\ng\\\\\\nh\\npart' >f; { read -r x y; echo "<$x><$y>"; read -r z; echo "<$z>"; read -r b; printf '%s\\n' "<$b>"; read c; echo "<$c>"; read -r p; echo "$? <$p>"; read -r q; echo "$? <$q>"; } <f
printf '  a  b  \\n:x::y:\\n' >g; { IFS= read -r l; echo "<$l>"; IFS=: read -r a b c; echo "<$a><$b><$c>"; } <g; printf '1 2 3 4\\n' | { read -r a b; echo "$a|$b"; }`,
    "a log that grows": `: >log; exec 3<log; part=
next() { line=; while IFS= read -r line <&3; do echo "line $part$line"; part=; done; part=$part$line; }
next; echo one >>log; next; printf 'tw' >>log; next; printf 'o\\nthree\\nfo' >>log; next; echo "part $part"; echo ur >>log; next; exec 3<&-`,
    "a detached job whose log is followed": `/usr/bin/mkdir job; cd job || exit 9
/usr/bin/cat >run <<'EOF'
trap '' HUP INT
echo "$$" >pid
for i in 1 2 3; do echo "step $i"; /usr/bin/sleep 0.05; done >>log 2>&1
echo "done 0" >status.new && /usr/bin/mv status.new status
EOF
: >log
/usr/bin/nohup /bin/sh ./run </dev/null >/dev/null 2>&1 &
started=$!
exec 3<log; part=; turns=0
while [ $turns -lt 500 ]; do
    turns=$((turns + 1))
    ended=
    if [ -f status ]; then ended=yes; fi
    while IFS= read -r line <&3; do echo "log $part$line"; part=; done
    part=$part$line
    if [ -n "$ended" ]; then break; fi
    /usr/bin/sleep 0.02 2>/dev/null || /usr/bin/sleep 1
done
exec 3<&-
read -r status <status; echo "status $status"; read -r pid <pid; [ "$pid" = "$started" ] && echo same
wait $started; echo $?; kill -0 $pid 2>/dev/null || echo gone; /usr/bin/ps -o args= -p $pid || echo "none $?"`,
    "background jobs": `(exit 3) & p=$!; wait $p; echo $?; { echo in; exit 4; } & wait $!; echo $?; wait; echo $?; wait 999999; echo $?
x=1; { x=2; } & wait; echo $x; [ "$$" = "$(echo $$)" ] && echo same; (echo $$) >a & wait; [ "$(/usr/bin/cat a)" = "$$" ] && echo parent
sh -c 'echo $$' >b; [ "$(/usr/bin/cat b)" = "$$" ] || echo other; /usr/bin/cat & wait $!; echo $?; false & wait $!; echo $?`,
    signals: `/usr/bin/sleep 5 & p=$!; kill -0 $p && echo alive; kill $p; wait $p; echo $?; /usr/bin/sleep 5 & p=$!; kill -9 $p; wait $p; echo $?
kill -0 999999 2>/dev/null || echo none; trap 'echo usr' USR1; kill -USR1 $$; echo after; trap '' TERM; kill -TERM $$; echo ignored; trap - USR1 TERM
sh -c 'kill -9 $$; echo no'; echo $?; sh -c 'trap "echo exit trap" EXIT; exit 3'; echo $?; /usr/bin/nohup sh -c 'kill -HUP $$; echo survived' 2>/dev/null </dev/null`,
    exec: `(exec sh -c 'echo "$0 $1"' a b; echo no); echo $?; (exec >f; echo in f); /usr/bin/cat f; (exec /nowhere/x; echo no) 2>/dev/null; echo $?
nowhere 2>/dev/null; echo $?; /usr/bin/env A=b sh -c 'echo $A'; A=c sh -c 'echo $A'; A=d; sh -c 'echo "<$A>"'; export A; sh -c 'echo $A'
printf 'echo script $1' >s; sh ./s x; sh -s y <s; ./s 2>/dev/null; echo $?; /usr/bin/chmod +x s; . ./s; eval 'B=1; echo "e  $B"'; eval "exit 7"; echo no`,
    "links and moves": `echo 1 >a; /usr/bin/ln a b && echo linked; /usr/bin/ln a b 2>/dev/null; echo $?; echo 2 >>b; /usr/bin/cat a; /usr/bin/rm a; /usr/bin/cat b; /usr/bin/ln none c 2>/dev/null; echo $?
echo new >n; /usr/bin/mv n b; /usr/bin/cat b; /usr/bin/mv none x 2>/dev/null; echo $?; /usr/bin/mkdir d; /usr/bin/mv b d; /usr/bin/ls d; /usr/bin/ln -s d l; cd l && /usr/bin/ls && cd ..; /usr/bin/mkdir l 2>/dev/null; echo $?
/usr/bin/ln -s loop loop; /usr/bin/cat loop 2>/dev/null; echo $?; echo via >d/t; /usr/bin/cat l/t; /usr/bin/rm l; /usr/bin/ls; /usr/bin/rm -f none; echo $?; /usr/bin/rm none 2>/dev/null; echo $?
/usr/bin/rmdir d 2>/dev/null; echo $?; /usr/bin/rm d 2>/dev/null; echo $?; /usr/bin/rm -rf d; /usr/bin/mkdir -p p/q/r && /usr/bin/mkdir -p p/q && /usr/bin/ls p; /usr/bin/rmdir p/q/r && /usr/bin/ls p/q | /usr/bin/wc -l | { read -r n; echo $n; }`,
    "modes and umask": `umask 077; : >f; /usr/bin/mkdir d; umask 022; : >g; /usr/bin/mkdir -m 700 e; /usr/bin/mkdir h; /usr/bin/chmod 640 g; /usr/bin/chmod u+x,g-r f
mode() { set -- $(/usr/bin/ls -ld "$1"); echo "$1"; }; for n in d e f g h; do m=$(mode $n); echo "$n \${m%%[.@+]*}"; done
/usr/bin/ln -s f s; set -- $(/usr/bin/ls -ld s); case $1 in l*) echo link;; esac; for last; do :; done; echo "$last"; /usr/bin/chmod 1777 d; set -- $(/usr/bin/ls -ldn d); echo "$1"`,
    noclobber: `set -C; echo a >f; echo b 2>/dev/null >f || echo kept; /usr/bin/cat f; echo c >|f; /usr/bin/cat f; echo d >>f; echo x >/dev/null; set +C; echo e >f; /usr/bin/cat f`,
    "text commands": `printf 'a\\nb\\nc\\nd\\n' >f; /usr/bin/head -n 2 f; /usr/bin/tail -n 2 f; /usr/bin/tail -1 f; /usr/bin/tail -n 9 f | /usr/bin/head -1; printf x >p; /usr/bin/tail -2 p; echo; /usr/bin/cat f p; echo; /usr/bin/cat - p <f; echo
printf '%s-%s\\n' a b c; printf '%d%%|%b|%s\\n' 5 'x\\ty' 'x\\ty'; printf 'no newline'; echo; echo a  b 'c  d'; printf '\\101\\n'; printf '%s\\n'; /usr/bin/ls -1
command -v cd; command -v nowhere || echo none; f() { :; }; command -v f; command echo x; true; echo $?; /usr/bin/true; /usr/bin/false; echo $?`,
    "a directory that is renamed under a process": `/usr/bin/mkdir a; cd a; /usr/bin/mv ../a ../b; echo x >f; /usr/bin/cat ../b/f; cd ..; /usr/bin/ls; /usr/bin/mkdir c; (cd c && /usr/bin/rm -r ../c && : >f) 2>/dev/null || echo refused`,
    "words over lines": `echo a \\
b; echo "c
d"; x="e\\
f"; echo $x; echo one &&
echo two ||
echo no
echo three | # comment
/usr/bin/cat; if
true
then
echo four
fi; { echo five
}; echo six; # end`,
    "a script that was cut off": `echo before
if true; then
    echo inside
`,
};

/** A script that prints what its shell makes of each pair of a text and a pattern. */
export function patternScript(pairs: readonly (readonly [text: string, pattern: string])[]): string {
    return pairs
        .map(
            ([text, pattern]) => `t='${text}'; p='${pattern}'
case $t in $p) m=yes;; *) m=no;; esac; case $t in "$p") q=yes;; *) q=no;; esac
printf '<%s>' "$m" "$q" "\${t#$p}" "\${t##$p}" "\${t%$p}" "\${t%%$p}" "\${t%"$p"}"; echo`,
        )
        .join("\n");
}

/** A script that prints the fields of each value at the separators, by expansion and by read. */
export function splittingScript(pairs: readonly (readonly [value: string, separators: string])[]): string {
    return `set -f
show() { printf '%s' $#; printf '<%s>' "$@"; echo; }
${pairs
    .map(
        ([value, separators]) => `v='${value}'; IFS='${separators}'; show $v; show a$v"b" "$v"; unset IFS
printf '%s\\n' "$v" | { IFS='${separators}' read -r x y; printf '<%s><%s>\\n' "$x" "$y"; }`,
    )
    .join("\n")}`;
}
