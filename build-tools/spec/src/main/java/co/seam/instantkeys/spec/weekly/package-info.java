/**
 * {@code spec weekly}: turns a new public document into a branch and the text of a pull request. {@code WeeklyCommand}
 * has the order of the steps, {@code Repository} runs git, and {@code PullRequest} writes the texts.
 */
package co.seam.instantkeys.spec.weekly;
