import { Link } from "@tanstack/react-router";
import { memo, type ReactElement } from "react";

import { Remote } from "../../kit/remote.tsx";
import { textBlocks, type Block } from "./text-blocks.ts";

const mostBlocks = 300;

/** The text of an article, without anything but its lines: no links, no pictures, no styles of the outside. */
export const ArticleText = memo(function ArticleText({
  id,
  text,
}: {
  id: number;
  text: string;
}): ReactElement {
  const blocks = textBlocks(text);
  if (blocks.length === 0) return <p className="text-muted">No text could be read from its page.</p>;
  return (
    <div className="flex max-w-[72ch] flex-col gap-3 leading-relaxed">
      {blocks.slice(0, mostBlocks).map((block, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a text does not change while it stands
        <TextBlock key={at} block={block} />
      ))}
      {blocks.length > mostBlocks && (
        <p>
          <Link to="/articles/$id" params={{ id: String(id) }} className="text-accent underline">
            Read on in the article
          </Link>
        </p>
      )}
    </div>
  );
});

function TextBlock({ block }: { block: Block }): ReactElement {
  switch (block.kind) {
    case "heading":
      // Not a heading of this page: who moves by headings stays in what we wrote.
      return (
        <p className="mt-2 font-semibold">
          <Remote text={block.text} />
        </p>
      );
    case "code":
      return (
        <pre className="rounded-md border border-line bg-bg px-3 py-2 font-mono text-small leading-normal [overflow-wrap:anywhere] whitespace-pre-wrap">
          <Remote text={block.text} />
        </pre>
      );
    case "list":
      return <List block={block} />;
    case "table":
      return (
        <div role="region" aria-label="Table" tabIndex={0} className="overflow-x-auto">
          <table className="border-collapse text-[0.875rem]">
            <tbody>
              {block.rows.map((row, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- as above
                <tr key={at} className="border-b border-line last:border-0">
                  {row.map((cell, place) => (
                    // oxlint-disable-next-line react/no-array-index-key -- as above
                    <td key={place} className={`py-1 pr-6 align-top ${at === 0 ? "text-muted" : ""}`}>
                      <Remote text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case "text":
      return (
        <p className="whitespace-pre-line">
          <Remote text={block.text} />
        </p>
      );
  }
}

function List({ block }: { block: Extract<Block, { kind: "list" }> }): ReactElement {
  const Tag = block.ordered ? "ol" : "ul";
  return (
    <Tag className={`flex flex-col gap-1 pl-5 ${block.ordered ? "list-decimal" : "list-disc"}`}>
      {block.items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- as above
        <li key={at}>
          <Remote text={item} />
        </li>
      ))}
    </Tag>
  );
}
