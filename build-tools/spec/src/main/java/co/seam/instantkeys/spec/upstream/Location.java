package co.seam.instantkeys.spec.upstream;

/** Where two documents differ. The parts are those of an entry in {@code deviations.yaml}, whose head explains them. */
public record Location(String subject, String where, String field) {
    static Location operation(String path, String part) {
        return new Location("operation", path, part);
    }

    static Location resource(String name) {
        return new Location("resource", name, ".");
    }

    Location field(String name) {
        return new Location(subject, where, field.equals(".") ? name : field + "." + name);
    }

    Location items() {
        return new Location(subject, where, field.equals(".") ? "[]" : field + "[]");
    }

    public boolean isInResponse() {
        return subject.equals("response") || subject.equals("resource");
    }

    /** Returns whether both are fields of one object. */
    boolean isSiblingOf(Location other) {
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
