/**
 * {@code spec weekly}: makes of a new public document a branch and the text of a pull request. {@code WeeklyCommand} is
 * the order of the steps, {@code Repository} runs git, {@code PullRequest} writes the texts.
 */
package co.seam.instantkeys.spec.weekly;
