package co.seam.instantkeys.spec.weekly;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository, and a checkout of a new branch beside it. What is checked out at its root stays as it is. */
final class Repository implements AutoCloseable {
    private final Path root;
    private final String branch;
    private final Path checkout;
    private boolean isKept;

    /**
     * Creates a branch at the present commit, and checks it out into a temporary folder.
     *
     * @throws InvalidInputException if git can't
     */
    Repository(Path root, String branch) {
        this.root = root;
        this.branch = branch;
        try {
            checkout = Files.createTempDirectory("seam-weekly").toRealPath().resolve("checkout");
        } catch (IOException e) {
            throw new InvalidInputException("No temporary folder: " + e.getMessage());
        }
        git(root, "worktree", "add", "--quiet", "-b", branch, checkout.toString(), "HEAD");
    }

    /** Returns whether the branch exists here, or existed at a remote when it was fetched last. */
    static boolean hasBranch(Path root, String branch) {
        String names = git(root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes");
        return names.lines()
                .anyMatch(name -> name.equals("refs/heads/" + branch) || name.matches("refs/remotes/[^/]+/" + branch));
    }

    Path folder() {
        return checkout;
    }

    /** Returns whether the checkout differs from the commit. */
    boolean hasChanges() {
        return !git(checkout, "status", "--porcelain").isEmpty();
    }

    /** Commits all changes of the checkout. The branch then stays when this is closed. */
    void commit(String message) {
        git(checkout, "add", "--all");
        git(checkout, "commit", "--quiet", "--message", message);
        isKept = true;
    }

    /** Removes the checkout, and the branch if nothing was committed. */
    @Override
    public void close() {
        git(root, "worktree", "remove", "--force", checkout.toString());
        if (!isKept) {
            git(root, "branch", "--quiet", "-D", branch);
        }
        try {
            Files.deleteIfExists(checkout.getParent());
        } catch (IOException e) {
            throw new InvalidInputException(checkout.getParent() + " can't be deleted: " + e.getMessage());
        }
    }

    /** Returns what git prints. */
    static String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Result result = run(folder, command);
        if (result.exit() != 0) {
            throw new InvalidInputException("git " + arguments[0] + " failed: "
                    + result.output().strip().lines().findFirst().orElse("without a message"));
        }
        return result.output();
    }

    /** @param output of both streams */
    record Result(int exit, String output) {}

    static Result run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new InvalidInputException(command.get(0) + " can't be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
