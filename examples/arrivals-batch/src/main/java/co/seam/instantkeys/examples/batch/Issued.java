package co.seam.instantkeys.examples.batch;

/** The key of a booking and its link. */
record Issued(String accessGrantKey, String link) {
    /** Omits the link, since Spring Batch logs items. */
    @Override
    public String toString() {
        return "Issued[" + accessGrantKey + "]";
    }
}
