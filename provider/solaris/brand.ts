/** The brand of kernel zones. */
export const kernelZoneBrand = "solaris-kz";

/** Whether an entry of a host's list is a kernel zone: others do not migrate. */
export function isKernelZone({ brand }: { readonly brand: string }): boolean {
    return brand === kernelZoneBrand;
}
