// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "../types/Deal.sol";
import {LoanStatus} from "../types/Loan.sol";

/// @title ICreditErrors
/// @notice Errors of `Credit`.
interface ICreditErrors {
    /// @notice Thrown when the address is not a payout account of this contract.
    /// @param account The address.
    error CreditUnknownAccount(address account);

    /// @notice Thrown when the caller is not the account that may make the call.
    /// @param caller The caller.
    /// @param expected Account that may make the call, or zero if nobody may.
    error CreditUnauthorized(address caller, address expected);

    /// @notice Thrown when the owner of a payout account withdraws more than is free.
    /// @param account The payout account.
    /// @param amount Base units requested.
    /// @param withdrawable Base units that are free.
    error CreditInsufficientFunds(address account, uint256 amount, uint256 withdrawable);

    /// @notice Thrown when a loan does not have the status that the call needs.
    /// @param id The loan's id.
    /// @param status Its status.
    error CreditWrongStatus(bytes32 id, LoanStatus status);

    /// @notice Thrown when the lender's signature is not valid.
    /// @param id The loan's id.
    /// @param lender Account that must have signed.
    error CreditInvalidSignature(bytes32 id, address lender);

    /// @notice Thrown when the offer is no longer valid.
    /// @param id The loan's id.
    /// @param validUntil Last second in which it could be taken, in seconds since 1970.
    error CreditTooLate(bytes32 id, uint256 validUntil);

    /// @notice Thrown when the lender is zero or the borrower.
    /// @param id The loan's id.
    /// @param lender The lender.
    /// @param borrower The borrower.
    error CreditInvalidParties(bytes32 id, address lender, address borrower);

    /// @notice Thrown when the amount is 0 or the fixed charge is above `MAX_CHARGE_BPS` of it.
    /// @param id The loan's id.
    /// @param amount Principal in base units.
    /// @param charge Fixed charge in base units.
    error CreditInvalidAmount(bytes32 id, uint256 amount, uint256 charge);

    /// @notice Thrown when a rate is above `MAX_RATE` or the late rate is below the rate.
    /// @param id The loan's id.
    /// @param rate Interest per second, in units of 1e-18.
    /// @param lateRate Interest per second after the last due date, in units of 1e-18.
    error CreditInvalidRate(bytes32 id, uint256 rate, uint256 lateRate);

    /// @notice Thrown when the due dates are in the past, too far in the future, or inconsistent.
    /// @param id The loan's id.
    /// @param due First due date, in seconds since 1970.
    /// @param period Seconds between due dates.
    /// @param instalments Number of due dates.
    /// @param grace Seconds after a due date in which nothing is collected.
    error CreditInvalidSchedule(bytes32 id, uint256 due, uint256 period, uint256 instalments, uint256 grace);

    /// @notice Thrown when the securities do not fit together: an account without orders or income, orders or income
    /// without an account, or a loan without a due date that is secured by anything but orders.
    /// @param id The loan's id.
    /// @param account Payout account.
    /// @param orders Hash of the pledged orders' ids.
    error CreditInvalidSecurity(bytes32 id, address account, bytes32 orders);

    /// @notice Thrown when the loan does not carry the current fee.
    /// @param id The loan's id.
    /// @param feeBps Fee in the terms, in basis points.
    /// @param current Current fee in basis points.
    error CreditFeeMismatch(bytes32 id, uint256 feeBps, uint256 current);

    /// @notice Thrown when the orders passed in are not those that the lender signed.
    /// @param id The loan's id.
    /// @param orders Hash of the ids of the orders passed in.
    /// @param expected Hash in the terms.
    error CreditWrongOrders(bytes32 id, bytes32 orders, bytes32 expected);

    /// @notice Thrown when more orders are pledged than one loan can have.
    /// @param id The loan's id.
    /// @param count Number of orders.
    /// @param max Largest number allowed.
    error CreditTooManyOrders(bytes32 id, uint256 count, uint256 max);

    /// @notice Thrown when a deal cannot be pledged: it is no order, is not open or delivered, or pays someone else.
    /// @param order The deal's id.
    /// @param payee Its payee.
    /// @param status Its status.
    error CreditInvalidOrder(bytes32 order, address payee, DealStatus status);

    /// @notice Thrown when an order is pledged already.
    /// @param order The order's id.
    /// @param loan Id of the loan that it is pledged to.
    error CreditOrderPledged(bytes32 order, bytes32 loan);

    /// @notice Thrown when another pledge excludes this one: the account's income is pledged already, or is to be
    /// pledged while orders are.
    /// @param account The payout account.
    /// @param loan Id of the other loan.
    error CreditAccountPledged(address account, bytes32 loan);

    /// @notice Thrown when the orders of too many loans of one payout account would be pledged.
    /// @param account The payout account.
    /// @param max Largest number of loans.
    error CreditTooManyLoans(address account, uint256 max);

    /// @notice Thrown when the pledged orders hold less than the lender requires.
    /// @param id The loan's id.
    /// @param held Base units that they hold for the payee, fees deducted.
    /// @param cover Base units required.
    error CreditInsufficientCover(bytes32 id, uint256 held, uint256 cover);

    /// @notice Thrown when nothing can be collected or repaid now.
    /// @param id The loan's id.
    /// @param owed Base units that are owed.
    /// @param overdue Base units that are overdue.
    error CreditNothingDue(bytes32 id, uint256 owed, uint256 overdue);

    /// @notice Thrown when the DAO sets a fee above the maximum.
    /// @param fee Fee in basis points.
    /// @param max Highest fee.
    error CreditInvalidFee(uint16 fee, uint16 max);

    /// @notice Thrown when the treasury is zero.
    error CreditInvalidTreasury();
}
