import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Rating } from "./Rating.tsx";
import styles from "./ServiceCard.module.css";

export type Service = ItemOf<"/services">;

/** What a card shows. Ranked services come without a description and ratings, but with a score. */
export type CardService = Pick<Service, "id" | "name" | "category" | "price" | "unit"> &
  Partial<Pick<Service, "description" | "active" | "rating">> & { score?: number };

interface Props {
  service: CardService;
  /** What can be done with it, beside opening it. */
  children?: ReactNode;
}

/** A service in a list. */
export function ServiceCard({ service, children }: Props) {
  const { discover } = useText();
  const { id, name, description = null, category, price, unit, rating, active = true, score } = service;
  return (
    <article className={styles["card"]}>
      <h3 className={styles["name"]}>
        <Link to="/services/$id" params={{ id: String(id) }} className={styles["link"]}>
          {name === null ? discover.unnamed(id) : <Stranger text={name} />}
        </Link>
      </h3>
      <p className={styles["about"]}>
        {category !== null && (
          <span className={styles["tag"]}>
            <Stranger text={category} />
          </span>
        )}
        {!active && <span className={styles["tag"]}>{discover.paused}</span>}
        {rating !== undefined && <Rating rating={rating} />}
        {score !== undefined && <span>{discover.score(Math.round(score))}</span>}
      </p>
      {description !== null && (
        <p className={styles["description"]}>
          <Stranger text={description} />
        </p>
      )}
      <div className={styles["foot"]}>
        <p className={styles["price"]}>
          <ServicePrice price={price} unit={unit} />
        </p>
        {children !== undefined && <div className={styles["tools"]}>{children}</div>}
      </div>
    </article>
  );
}

/** What a service costs. */
export function ServicePrice({ price, unit }: Pick<Service, "price" | "unit">) {
  const { discover } = useText();
  if (price === null) return <>{discover.noPrice}</>;
  return (
    <>
      <Amount value={price} />
      {unit !== null && (
        <small>
          {" / "}
          <Stranger text={unit} />
        </small>
      )}
    </>
  );
}
