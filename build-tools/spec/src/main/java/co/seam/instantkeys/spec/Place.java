package co.seam.instantkeys.spec;

/** Where two documents differ, in the words of {@code deviations.yaml}, whose head explains them. */
record Place(String subject, String where, String field) {
    static Place operation(String path, String part) {
        return new Place("operation", path, part);
    }

    static Place resource(String name) {
        return new Place("resource", name, ".");
    }

    Place field(String name) {
        return new Place(subject, where, field.equals(".") ? name : field + "." + name);
    }

    Place items() {
        return new Place(subject, where, field.equals(".") ? "[]" : field + "[]");
    }

    boolean isInAnswer() {
        return subject.equals("response") || subject.equals("resource");
    }

    /** Whether both are fields of one object. */
    boolean isNextTo(Place other) {
        return subject.equals(other.subject) && where.equals(other.where) && parent().equals(other.parent());
    }

    private String parent() {
        return field.substring(0, Math.max(0, field.lastIndexOf('.')));
    }

    @Override
    public String toString() {
        return subject + " " + where + " " + field;
    }
}
