package co.seam.instantkeys;

/** An item of a list in a response that could not be read, because it has a form that this version does not know. */
public final class UnreadableItem {
    private final String rawJson;
    private final String reason;

    UnreadableItem(String rawJson, String reason) {
        this.rawJson = rawJson;
        this.reason = reason;
    }

    /**
     * The JSON of the item as received: its first 64 KiB, and less once the items of one response exceed 4 MiB. May
     * hold secrets: do not log it.
     */
    public String getRawJson() {
        return rawJson;
    }

    /** Where the item stood in the response and what is wrong with it. Quotes no values. */
    public String getReason() {
        return reason;
    }

    /** Shows the reason, and nothing of the JSON. */
    @Override
    public String toString() {
        return "UnreadableItem{reason=" + reason + "}";
    }
}
