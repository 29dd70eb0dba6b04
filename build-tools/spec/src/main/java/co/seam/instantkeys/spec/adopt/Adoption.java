package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.upstream.Deviations;
import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.Findings;
import co.seam.instantkeys.spec.upstream.Impact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds to the contract what it lacks of the public document, and to {@code deviations.yaml} the differences that follow
 * from the contract's style. Both files are written, or none. For one use.
 */
public final class Adoption {
    private final Path contract;
    private final Path deviations;
    private final Document ours;
    private final Document theirs;
    private final SpecMerger merger;
    private final DeviationsDraft entries = new DeviationsDraft();
    private final List<String> notAdopted = new ArrayList<>();

    /** @throws InvalidInputException if one of the files can't be read or added to */
    public Adoption(Path contract, Path deviations, Document theirs) {
        this.contract = contract;
        this.deviations = deviations;
        this.theirs = theirs;
        ours = Document.read(contract);
        merger = new SpecMerger(ours, theirs);
    }

    /** Returns whether the contract lacks the operation. */
    boolean isNew(String path) {
        return !ours.root().path("paths").has(path);
    }

    /** @throws InvalidInputException if the operation can't be adopted */
    void addOperation(String path) {
        merger.addOperation(path);
    }

    /** Adds an operation, or notes the reason why it can't be adopted. */
    public void tryOperation(String path) {
        try {
            merger.checkOperation(path);
        } catch (InvalidInputException e) {
            notAdopted.add(e.getMessage());
            return;
        }
        merger.addOperation(path);
    }

    /** @return whether the public document has the field */
    boolean addField(String path, String field) {
        merger.addFieldsAndValues(path, field);
        return field == null || merger.hasSeenField();
    }

    /** Takes over every additive change of the contract's operations. */
    public void addAll() {
        ours.root().path("paths").properties().forEach(path -> {
            if (theirs.root().path("paths").path(path.getKey()).has("post")) {
                try {
                    merger.addFieldsAndValues(path.getKey(), null);
                } catch (InvalidInputException e) { // no form in Java any more: a finding shows why
                    notAdopted.add(e.getMessage());
                }
            }
        });
        ChangeAdopter changes = new ChangeAdopter(ours, merger.draft());
        uncovered(ours).forEach(changes::adopt);
        merger.draft().completeExamples();
    }

    /** Returns one line for each addition; empty if there is nothing to adopt. */
    public List<String> additions() {
        List<String> additions = new ArrayList<>(merger.draft().additions());
        additions.addAll(entries.additions());
        return additions;
    }

    /** Returns one line for each part that is left out, with the reason. */
    public List<String> leftOut() {
        List<String> leftOut = new ArrayList<>(merger.leftOut());
        leftOut.addAll(notAdopted);
        return leftOut;
    }

    /**
     * Writes both files.
     *
     * @param withAll whether differences that were there before get an entry too, if they are additive
     * @throws InvalidInputException if they can't be written; then they are as before
     */
    public void write(boolean withAll) {
        try {
            Path file = contract.toRealPath();
            Path temporary = Files.createTempFile(file.getParent(), "adopt", ".yaml");
            Path temporaryDeviations = Files.createTempFile(file.getParent(), "adopt", ".yaml");
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(temporary, merger.draft().applyTo(Files.readString(file)));
                Document after = read(temporary);
                collectDeviations(after, withAll);
                String text = Files.exists(deviations) ? Files.readString(deviations) : "deviations: []\n";
                Files.writeString(temporaryDeviations, entries.appendTo(text));
                Deviations.read(temporaryDeviations, after); // else it would be broken
                if (!entries.additions().isEmpty()) { // first: it may be in another folder, which cannot be written to
                    Files.writeString(deviations, Files.readString(temporaryDeviations));
                }
                if (!merger.draft().additions().isEmpty()) {
                    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(temporary);
                Files.deleteIfExists(temporaryDeviations);
            }
        } catch (IOException e) {
            throw new InvalidInputException(contract + " or " + deviations + " can't be written: " + e + ".");
        }
    }

    private void collectDeviations(Document after, boolean withAll) {
        List<Difference> before;
        try {
            before = uncovered(ours);
        } catch (InvalidInputException e) { // a document that upstream can't compare anyway
            notAdopted.add("deviations: " + e.getMessage());
            return;
        }
        List<Difference> left = uncovered(after);
        Set<String> known = before.stream().map(Adoption::key).collect(Collectors.toSet());
        for (Difference difference : left) {
            boolean isNew = !known.contains(key(difference));
            if (isNew || withAll && difference.impact() == Impact.ADDITIVE || isDefault(difference, withAll)) {
                entries.add(difference);
            }
        }
    }

    /** Returns whether it is a default, which the contract never states. */
    private static boolean isDefault(Difference difference, boolean withAll) {
        return withAll && difference.kind().aspect().equals("default");
    }

    private static String key(Difference difference) {
        return difference.kind() + " " + difference.at() + " " + difference.values();
    }

    private Document read(Path file) {
        String problem = contract + " is written in a way that can't be added to; it was not changed.";
        Document document;
        try {
            document = Document.read(file);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(problem);
        }
        if (!document.root().equals(merger.draft().result())) {
            throw new InvalidInputException(problem);
        }
        return document;
    }

    /** Returns single differences: one that is part of a rename needs an entry of its own. */
    private List<Difference> uncovered(Document contractNow) {
        Deviations intended = Files.exists(deviations) ? Deviations.read(deviations, contractNow) : Deviations.none();
        return Findings.uncovered(contractNow, theirs, intended);
    }
}
