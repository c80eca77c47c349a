/**
 * What may be changed from the board, by the board's own routes, and how the audit log calls it. Whatever is not
 * listed is refused: adding jobs and editing their data would run arbitrary payloads, obliterating a queue pulls it
 * away under its workers, and limits of concurrency and rate, which the settings of the workers own, would stay in
 * the queue unseen.
 */
export const boardWrites: Readonly<Record<string, string>> = {
  "PUT /api/queues/pause": "queue.pause",
  "PUT /api/queues/resume": "queue.resume",
  "PUT /api/queues/:queueName/pause": "queue.pause",
  "PUT /api/queues/:queueName/resume": "queue.resume",
  "PUT /api/queues/:queueName/empty": "queue.empty",
  "PUT /api/queues/:queueName/retry/:queueStatus": "queue.retry",
  "PUT /api/queues/:queueName/promote": "queue.promote",
  "PUT /api/queues/:queueName/clean/:queueStatus": "queue.clean",
  "PUT /api/queues/:queueName/:jobId/retry": "job.retry",
  "PUT /api/queues/:queueName/:jobId/clean": "job.remove",
  "PUT /api/queues/:queueName/:jobId/promote": "job.promote",
  "PATCH /api/queues/:queueName/:jobId/delay": "job.delay",
  "PATCH /api/queues/:queueName/:jobId/priority": "job.priority",
};

/** What a write is about: a job as "QUEUE:NUMBER", else a queue, else all of them. */
export function writeSubject(params: Record<string, string | undefined>): string {
  const { queueName, jobId } = params;
  if (queueName === undefined) return "all queues";
  return jobId === undefined ? `queue ${queueName}` : `${queueName}:${jobId}`;
}
