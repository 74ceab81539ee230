import { markName, markOf, withMark } from "../../../../provider/solaris/configuration/mark";
import { printCreation } from "../../../../provider/solaris/configuration/printScript";
import { exportOf } from "./simulatedZonecfg";

it("marks a document, and finds the mark in its export", () => {
    const document = exportOf("create -b\nset brand=solaris-kz\nadd attr\nset name=owner\nset value=x\nend\n");
    expect(markOf(document)).toBeUndefined();
    const marked = withMark(document, "token-1");
    const { script } = printCreation(marked);
    expect(script).toContain(`add attr\nset name=${markName}\nset type=string\nset value=token-1\nend\n`);
    expect(markOf(exportOf(script))).toBe("token-1");
    expect(markOf(document)).toBeUndefined();
});

it("replaces a mark", () => {
    const twice = withMark(withMark(exportOf("create -b\n"), "a"), "b");
    expect(markOf(twice)).toBe("b");
    expect(twice.resources).toHaveLength(1);
});
