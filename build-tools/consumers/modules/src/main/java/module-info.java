/** Requires what it uses of the SDK, and nothing of what the SDK uses. */
module co.seam.instantkeys.consumers {
    requires co.seam.instantkeys;
    requires co.seam.instantkeys.generated;
}
