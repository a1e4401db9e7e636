// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {ICredit} from "../interfaces/ICredit.sol";
import {IPaymentHub} from "../interfaces/IPaymentHub.sol";
import {IServiceCoin} from "../interfaces/IServiceCoin.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {LoanSchedule} from "../libraries/LoanSchedule.sol";
import {LoanState, PledgedOrder} from "../types/Loan.sol";

/// @title PayoutAccounts
/// @notice Owners of payout accounts, what is pledged, and what an owner can withdraw. See `ICredit`.
abstract contract PayoutAccounts is ICredit {
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using LoanSchedule for LoanState;

    /// @dev `orderLoans` and `incomeLoan` hold active loans only; a lapsed loan is active until `collect` ends it.
    struct Account {
        address owner;
        address pendingOwner;
        bytes32 incomeLoan;
        EnumerableSet.Bytes32Set orderLoans;
    }

    /// @dev Amount that means everything available.
    uint256 internal constant ALL = type(uint256).max;

    /// @notice ServiceCoin.
    IServiceCoin public immutable coin;

    /// @notice Hub whose orders can be pledged.
    IPaymentHub public immutable hub;

    /// @notice Contract of which payout accounts are clones.
    address public immutable implementation;

    mapping(address account => Account) internal _accounts;

    mapping(bytes32 id => LoanState) internal _loans;

    mapping(bytes32 id => PledgedOrder[]) internal _orders;

    /// @dev The loan to which an order is pledged.
    mapping(bytes32 order => bytes32 loan) internal _loanOfOrder;

    constructor(IServiceCoin coin_, IPaymentHub hub_, address implementation_) {
        coin = coin_;
        hub = hub_;
        implementation = implementation_;
    }

    /// @inheritdoc ICredit
    function createAccount(bytes32 salt) external returns (address account) {
        account = Clones.cloneDeterministicWithImmutableArgs(implementation, _args(), _saltOf(msg.sender, salt));
        _accounts[account].owner = msg.sender;
        emit AccountCreated(account, msg.sender);
    }

    /// @inheritdoc ICredit
    function transferAccount(address account, address to) external {
        _checkOwner(account, msg.sender);
        _accounts[account].pendingOwner = to;
        emit AccountTransferStarted(account, msg.sender, to);
    }

    /// @inheritdoc ICredit
    function acceptAccount(address account) external {
        Account storage state = _accounts[account];
        address pending = state.pendingOwner;
        if (pending != msg.sender) revert CreditUnauthorized(msg.sender, pending);
        emit AccountTransferred(account, state.owner, pending);
        state.owner = pending;
        state.pendingOwner = address(0);
    }

    /// @inheritdoc ICredit
    function beforeWithdrawal(address owner, address to, uint256 amount) external returns (uint256) {
        _checkOwner(msg.sender, owner);
        _collectCovered(msg.sender);
        uint256 free = withdrawableOf(msg.sender);
        if (amount == ALL) amount = free;
        if (amount == 0 || amount > free) revert CreditInsufficientFunds(msg.sender, amount, free);
        emit AccountWithdrawn(msg.sender, to, amount);
        return amount;
    }

    /// @inheritdoc ICredit
    function accountOf(address owner, bytes32 salt) external view returns (address) {
        return
            Clones.predictDeterministicAddressWithImmutableArgs(
                implementation,
                _args(),
                _saltOf(owner, salt),
                address(this)
            );
    }

    /// @inheritdoc ICredit
    function ownerOf(address account) external view returns (address) {
        return _accounts[account].owner;
    }

    /// @inheritdoc ICredit
    function pendingOwnerOf(address account) external view returns (address) {
        return _accounts[account].pendingOwner;
    }

    /// @inheritdoc ICredit
    function withdrawableOf(address account) public view returns (uint256) {
        uint256 free = _afterOrders(account);
        bytes32 id = _accounts[account].incomeLoan;
        LoanState memory loan = _load(id);
        if (_isLapsed(loan)) return free;
        // What its own orders paid was left out above and reduces what is overdue.
        loan.pay(_fromOrders(id, loan));
        return Math.saturatingSub(free, loan.overdue(block.timestamp));
    }

    /// @inheritdoc ICredit
    function pledgeOf(address account, bytes32 deal) external view returns (bytes32) {
        bytes32 id = _loanOfOrder[deal];
        if (id == 0) id = _accounts[account].incomeLoan;
        return block.timestamp >= _loans[id].lapsesAt ? bytes32(0) : id;
    }

    /// @inheritdoc ICredit
    function loansOf(address account) external view returns (bytes32[] memory orderLoans, bytes32 incomeLoan) {
        Account storage state = _accounts[account];
        return (state.orderLoans.values(), state.incomeLoan);
    }

    /// @inheritdoc ICredit
    function ordersOf(bytes32 id) external view returns (PledgedOrder[] memory) {
        return _orders[id];
    }

    // Internal

    /// @dev Collects the loans whose orders have paid all that is owed. If the owner withdrew the rest before, later
    /// interest would make more due to the lenders than the account holds.
    function _collectCovered(address account) internal virtual;

    /// @dev Reads a loan and adds the interest up to now.
    function _load(bytes32 id) internal view returns (LoanState memory loan) {
        loan = _loans[id];
        loan.accrue(block.timestamp);
    }

    /// @dev Returns the balance of a payout account that is not due to lenders whose loans are secured by orders. The
    /// number of such loans is limited by `MAX_ORDER_LOANS`.
    function _afterOrders(address account) internal view returns (uint256 free) {
        free = coin.balanceOf(account);
        EnumerableSet.Bytes32Set storage ids = _accounts[account].orderLoans;
        uint256 count = ids.length();
        for (uint256 i = 0; i < count; ++i) {
            bytes32 id = ids.at(i);
            LoanState memory loan = _load(id);
            if (!_isLapsed(loan)) free -= _fromOrders(id, loan);
        }
    }

    /// @dev Returns what the pledged orders have paid since they were pledged and the lender has not received, up to
    /// what is owed.
    ///
    /// The hub rounds the fee of each payment down, so the account received at least this amount.
    /// @param loan The loan, accrued up to now.
    function _fromOrders(bytes32 id, LoanState memory loan) internal view returns (uint256) {
        PledgedOrder[] storage orders = _orders[id];
        uint256 count = orders.length;
        uint256 received = 0;
        for (uint256 i = 0; i < count; ++i) {
            PledgedOrder memory order = orders[i];
            (, uint256 paid, , ) = hub.escrowOf(order.id);
            received += _net(paid, order.feeBps) - _net(order.paidBefore, order.feeBps);
        }
        return Math.min(loan.owed(), received - loan.fromOrders);
    }

    /// @dev Returns an amount after the hub's fee.
    function _net(uint256 amount, uint256 feeBps) internal pure returns (uint256) {
        return amount - Accrual.feeDown(amount, feeBps);
    }

    function _isLapsed(LoanState memory loan) internal view returns (bool) {
        return block.timestamp >= loan.lapsesAt;
    }

    function _checkOwner(address account, address caller) internal view {
        address owner = _accounts[account].owner;
        if (owner == address(0)) revert CreditUnknownAccount(account);
        if (caller != owner) revert CreditUnauthorized(caller, owner);
    }

    function _args() private view returns (bytes memory) {
        return abi.encodePacked(address(this));
    }

    /// @dev Binds the address to the owner, so that nobody can create the account of someone else.
    function _saltOf(address owner, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, salt));
    }
}
