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

    /** Returns the location of one variant of a union, such as {@code errors[]{failed_to_issue}}. */
    Location variant(String name) {
        return new Location(subject, where, (field.equals(".") ? "" : field) + "{" + name + "}");
    }

    /** Returns the location without the variants of unions. */
    Location merged() {
        String rest = field.replaceAll("\\{[^}]*}[.]?", ".").replaceAll("[.]$|^[.]", "");
        return new Location(subject, where, rest.isEmpty() ? "." : rest);
    }

    public boolean isInResponse() {
        return subject.equals("response") || subject.equals("resource");
    }

    /** Returns whether both are fields of one object. */
    boolean isSiblingOf(Location other) {
        return subject.equals(other.subject)
                && where.equals(other.where)
                && parent(field, '.').equals(parent(other.field, '.'));
    }

    /** Returns the field without the objects that contain it. */
    String lastStep() {
        return field.substring(Math.min(field.length() - 1, field.lastIndexOf('.') + 1));
    }

    static String parent(String steps, char separator) {
        return steps.substring(0, Math.max(0, steps.lastIndexOf(separator)));
    }

    @Override
    public String toString() {
        return subject + " " + where + " " + field;
    }
}
