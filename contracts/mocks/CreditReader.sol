// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICredit} from "../interfaces/ICredit.sol";

/// @title CreditReader
/// @notice Reads loans and payout accounts in one call, as plain words, for a long test that compares all of them after
/// each step.
contract CreditReader {
    ICredit private immutable _credit;
    IERC20 private immutable _coin;
    address private immutable _hub;

    constructor(ICredit credit, IERC20 coin, address hub) {
        (_credit, _coin, _hub) = (credit, coin, hub);
    }

    /// @notice Returns the time and the fee, then each loan with its orders, nine words per account, and the pledge of
    /// each order of the account beside it.
    /// @param payees Account that each order pays.
    function books(
        bytes32[] calldata loans,
        address[] calldata accounts,
        bytes32[] calldata orders,
        address[] calldata payees
    ) external view returns (bytes memory words) {
        words = abi.encode(block.timestamp, _credit.fee());
        for (uint256 i = 0; i < loans.length; ++i) {
            words = bytes.concat(words, abi.encode(_credit.loanOf(loans[i])), _views(loans[i]));
            words = bytes.concat(words, abi.encode(_credit.ordersOf(loans[i])));
        }
        for (uint256 i = 0; i < accounts.length; ++i) words = bytes.concat(words, _account(accounts[i]));
        for (uint256 i = 0; i < orders.length; ++i) {
            words = bytes.concat(words, _credit.pledgeOf(payees[i], orders[i]));
        }
    }

    function _views(bytes32 id) private view returns (bytes memory) {
        (uint256 owed, uint256 overdue) = _credit.owedOf(id);
        (uint256[4] memory amounts, bool ends) = _credit.collectableOf(id);
        return abi.encode(owed, overdue, amounts, ends);
    }

    function _account(address account) private view returns (bytes memory) {
        (bytes32[] memory loans, bytes32 incomeLoan) = _credit.loansOf(account);
        bytes32 ids = 0;
        for (uint256 i = 0; i < loans.length; ++i) ids ^= loans[i];
        return bytes.concat(abi.encode(incomeLoan, loans.length, ids), _owner(account), _coins(account));
    }

    function _owner(address account) private view returns (bytes memory) {
        return abi.encode(_credit.ownerOf(account), _credit.pendingOwnerOf(account), _credit.withdrawableOf(account));
    }

    function _coins(address account) private view returns (bytes memory) {
        uint256 forCredit = _coin.allowance(account, address(_credit));
        return abi.encode(forCredit, _coin.allowance(account, _hub), _coin.balanceOf(account));
    }
}
