// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {ICredit} from "../interfaces/ICredit.sol";
import {IPayoutAccount} from "../interfaces/IPayoutAccount.sol";
import {LoanSchedule} from "../libraries/LoanSchedule.sol";
import {DealStatus} from "../types/Deal.sol";
import {LoanEnd, LoanSource, LoanState, LoanStatus, PledgedOrder} from "../types/Loan.sol";
import {PayoutAccounts} from "./PayoutAccounts.sol";

/// @title Loans
/// @notice Repayment, collection and end of loans. See `ICredit`.
abstract contract Loans is PayoutAccounts {
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using LoanSchedule for LoanState;

    /// @inheritdoc ICredit
    function repay(bytes32 id, uint256 amount) external returns (uint256 paid) {
        LoanState memory loan = _loadActive(id);
        paid = Math.min(amount, loan.owed());
        if (paid == 0 || _isLapsed(loan)) revert CreditNothingDue(id, loan.owed(), loan.overdue(block.timestamp));
        loan.pay(paid);
        emit LoanRepaid(id, msg.sender, paid, loan.owed());
        if (loan.owed() == 0) _end(id, loan, LoanEnd.Repaid);
        else _loans[id] = loan;
        // SCV never returns false: it reverts. The same holds for every transfer below.
        coin.transferFrom(msg.sender, loan.lender, paid);
    }

    /// @inheritdoc ICredit
    function collect(bytes32 id) public returns (uint256 collected) {
        LoanState memory loan = _loadActive(id);
        (uint256 owed, uint256 overdue) = (loan.owed(), loan.overdue(block.timestamp));
        uint256[4] memory amounts = _collectable(id, loan);
        (bool ends, LoanEnd reason) = _ending(id, loan);

        loan.fromOrders += uint96(amounts[uint256(LoanSource.Orders)]);
        loan.collateral -= uint96(amounts[uint256(LoanSource.Collateral)]);
        uint256 left = owed;
        for (uint256 i = 0; i < amounts.length; ++i) {
            if (amounts[i] == 0) continue;
            left -= amounts[i];
            emit LoanCollected(id, LoanSource(i), amounts[i], left);
        }
        collected = owed - left;
        if (collected == 0 && !ends) revert CreditNothingDue(id, owed, overdue);
        if (ends) _end(id, loan, reason);
        else _loans[id] = loan;

        _pay(loan, amounts);
    }

    /// @inheritdoc ICredit
    function forgive(bytes32 id) external {
        LoanState memory loan = _loadActive(id);
        if (msg.sender != loan.lender) revert CreditUnauthorized(msg.sender, loan.lender);
        _end(id, loan, LoanEnd.Forgiven);
    }

    // Views

    /// @inheritdoc ICredit
    function loanOf(bytes32 id) external view returns (LoanState memory) {
        return _loans[id];
    }

    /// @inheritdoc ICredit
    function owedOf(bytes32 id) external view returns (uint256 owed, uint256 overdue) {
        LoanState memory loan = _load(id);
        if (loan.status != LoanStatus.Active) return (0, 0);
        return (loan.owed(), loan.overdue(block.timestamp));
    }

    /// @inheritdoc ICredit
    function collectableOf(bytes32 id) external view returns (uint256[4] memory amounts, bool ends) {
        LoanState memory loan = _load(id);
        if (loan.status != LoanStatus.Active) return (amounts, false);
        amounts = _collectable(id, loan);
        (ends, ) = _ending(id, loan);
    }

    // Internal

    /// @inheritdoc PayoutAccounts
    function _collectCovered(address account) internal override {
        EnumerableSet.Bytes32Set storage ids = _accounts[account].orderLoans;
        // From the end, because a loan that ends leaves the set.
        for (uint256 i = ids.length(); i > 0; --i) {
            bytes32 id = ids.at(i - 1);
            LoanState memory loan = _load(id);
            if (!_isLapsed(loan) && _fromOrders(id, loan) == loan.owed()) collect(id);
        }
    }

    /// @dev Returns what can be collected from each source, and deducts it from what `loan` owes. After the loan
    /// lapsed, only the collateral can be collected.
    /// @param loan The loan, accrued up to now.
    function _collectable(bytes32 id, LoanState memory loan) private view returns (uint256[4] memory amounts) {
        bool lapsed = _isLapsed(loan);
        if (loan.account != address(0) && !lapsed) {
            amounts[uint256(LoanSource.Orders)] = _fromOrders(id, loan);
            loan.pay(amounts[uint256(LoanSource.Orders)]);
        }
        uint256 overdue = loan.overdue(block.timestamp);
        if (overdue == 0) return amounts;
        if (loan.pull && !lapsed) {
            overdue -= _take(loan, amounts, LoanSource.Allowance, overdue, _allowanceOf(loan.borrower));
        }
        if (loan.income && !lapsed) {
            // Only one loan can have the income, and orders of other loans cannot be pledged beside it. What the orders
            // of this loan paid is left out, because it was counted above.
            uint256 free = _afterOrders(loan.account);
            overdue -= _take(loan, amounts, LoanSource.Income, overdue, free);
        }
        _take(loan, amounts, LoanSource.Collateral, overdue, loan.collateral);
    }

    function _take(
        LoanState memory loan,
        uint256[4] memory amounts,
        LoanSource source,
        uint256 overdue,
        uint256 available
    ) private pure returns (uint256 taken) {
        taken = Math.min(overdue, available);
        amounts[uint256(source)] = taken;
        loan.pay(taken);
    }

    function _allowanceOf(address borrower) private view returns (uint256) {
        return Math.min(coin.allowance(borrower, address(this)), coin.balanceOf(borrower));
    }

    /// @dev Returns whether the loan ends after what `_collectable` deducted.
    function _ending(bytes32 id, LoanState memory loan) private view returns (bool, LoanEnd) {
        if (loan.owed() == 0) return (true, LoanEnd.Repaid);
        if (_isLapsed(loan)) return (true, LoanEnd.Lapsed);
        return (loan.due == 0 && _areClosed(id), LoanEnd.Exhausted);
    }

    /// @dev Returns whether no pledged order can pay any more. The hub closes an order when nothing is left in it.
    function _areClosed(bytes32 id) private view returns (bool) {
        PledgedOrder[] storage orders = _orders[id];
        uint256 count = orders.length;
        for (uint256 i = 0; i < count; ++i) {
            (, , , DealStatus status) = hub.escrowOf(orders[i].id);
            if (status != DealStatus.Closed) return false;
        }
        return true;
    }

    /// @dev Sends what was collected to the lender. SCV calls no receiver, so the sequence of the transfers is free.
    function _pay(LoanState memory loan, uint256[4] memory amounts) private {
        uint256 fromAccount = amounts[uint256(LoanSource.Orders)] + amounts[uint256(LoanSource.Income)];
        if (fromAccount != 0) IPayoutAccount(loan.account).pay(loan.lender, fromAccount);
        uint256 pulled = amounts[uint256(LoanSource.Allowance)];
        if (pulled != 0) coin.transferFrom(loan.borrower, loan.lender, pulled);
        uint256 seized = amounts[uint256(LoanSource.Collateral)];
        if (seized != 0) coin.transfer(loan.lender, seized);
    }

    /// @dev Ends a loan: frees the pledges and returns the collateral. The number of orders is limited by `MAX_ORDERS`.
    function _end(bytes32 id, LoanState memory loan, LoanEnd reason) private {
        uint256 collateral = loan.collateral;
        emit LoanEnded(id, reason, loan.owed(), collateral);
        (loan.status, loan.collateral) = (LoanStatus.Ended, 0);
        _loans[id] = loan;
        if (loan.account != address(0)) {
            Account storage account = _accounts[loan.account];
            account.orderLoans.remove(id);
            if (account.incomeLoan == id) account.incomeLoan = 0;
            PledgedOrder[] storage orders = _orders[id];
            uint256 count = orders.length;
            for (uint256 i = 0; i < count; ++i) delete _loanOfOrder[orders[i].id];
            delete _orders[id];
        }
        if (collateral != 0) coin.transfer(loan.borrower, collateral);
    }

    function _loadActive(bytes32 id) private view returns (LoanState memory loan) {
        loan = _load(id);
        if (loan.status != LoanStatus.Active) revert CreditWrongStatus(id, loan.status);
    }
}
