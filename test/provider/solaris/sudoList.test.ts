import { sudoAllows } from "../../../provider/solaris/sudoList";
import { deleteConfiguration } from "../../../provider/solaris/zonecfg";

it("asks sudo about a call with all its arguments, as something that changes nothing", () => {
    expect(sudoAllows(deleteConfiguration("kzone1"))).toMatchObject({
        program: "/usr/bin/sudo",
        args: ["-n", "-l", "/usr/sbin/zonecfg", "-z", "kzone1", "delete", "-F"],
        privileged: false,
        reads: true,
    });
});
